import { Trans, useLingui } from '@lingui/react/macro';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Attachment } from '../../../shared/attachments.ts';
import type { MessageView } from '../../../shared/views.ts';
import { CancelButton } from './FileRow.tsx';
import { previewUrl } from './fileUrl.ts';
import { boxOf } from './layout.ts';
import { Progress } from './Progress.tsx';
import { useTransfer } from './useTransfer.ts';
import { viewImage } from './viewer.ts';

interface PictureProps {
  message: MessageView;
  attachment: Attachment;
  amongSeveral: boolean;
}

/** A picture in its room, which is there before it (S20.10); pressed, it is shown as large as the window. */
export function Picture({ message, attachment, amongSeveral }: PictureProps) {
  const { t } = useLingui();
  const transfer = useTransfer(message, attachment);
  const { width, height } = boxOf(attachment, amongSeveral);
  const [attempt, setAttempt] = useState(0);
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const url = previewUrl(attachment);
  // Another address is another picture: what was sent is the server's now.
  const failed = failedUrl === url;
  const { name } = attachment;

  function press(): void {
    if (!failed) {
      viewImage(message.key, attachment.fileId);
      return;
    }
    setFailedUrl(null);
    setAttempt(attempt + 1);
  }

  return (
    <div
      data-testid="picture"
      className="relative max-w-full overflow-hidden rounded-lg bg-sunken"
      style={{ width, aspectRatio: `${width} / ${height}` }}
    >
      <Button
        aria-label={failed ? t`Загрузить ещё раз: ${name}` : t`Открыть фото ${name}`}
        onPress={press}
        className="block size-full focus-inside"
      >
        {failed ? (
          <span className="flex size-full flex-col items-center justify-center gap-1 p-2 text-center text-[0.8125rem] text-muted">
            <ImageOff aria-hidden="true" className="size-5" />
            <Trans>Фото не загрузилось</Trans>
          </span>
        ) : (
          <img
            key={attempt}
            src={url}
            alt={name}
            draggable={false}
            onError={() => setFailedUrl(url)}
            className="absolute inset-0 size-full object-cover"
          />
        )}
      </Button>
      {transfer?.leaving && (
        <div className="absolute inset-x-2 bottom-2 flex items-center gap-2 rounded-lg bg-raised/85 pl-2">
          <Progress transfer={transfer} className="flex-1" />
          <CancelButton message={message} />
        </div>
      )}
    </div>
  );
}
