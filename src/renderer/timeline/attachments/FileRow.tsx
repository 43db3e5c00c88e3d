import { useLingui } from '@lingui/react/macro';
import { Download, File as FileIcon, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { Attachment } from '../../../shared/attachments.ts';
import type { MessageView } from '../../../shared/views.ts';
import { formatBytes } from '../../format/bytes.ts';
import { send } from '../../state/bridge.ts';
import { IconButton } from '../../ui/Button.tsx';
import { saveFile } from './fileActions.ts';
import { Progress } from './Progress.tsx';
import { useTransfer } from './useTransfer.ts';

interface FileRowProps {
  attachment: Attachment;
  message: MessageView;
}

/** A file that is not shown: what it is, and a way to have it. Pressed, it is saved and never opened. */
export function FileRow({ attachment, message }: FileRowProps) {
  const { t, i18n } = useLingui();
  const transfer = useTransfer(message, attachment);
  const { name, bytes } = attachment;
  const size = formatBytes(i18n.locale, bytes);
  const percent = transfer?.share == null ? null : Math.round(transfer.share * 100);
  return (
    <div data-testid="file" className="flex w-64 max-w-full items-center gap-2.5 py-0.5">
      <Button
        aria-label={t`Сохранить ${name}, ${size}`}
        isDisabled={transfer?.leaving === true}
        onPress={() => saveFile(attachment)}
        className="group/file flex min-w-0 flex-1 items-center gap-2.5 rounded-lg text-left"
      >
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-strong text-accent-ink">
          <FileIcon aria-hidden="true" className="size-5 group-hovered/file:hidden" />
          <Download aria-hidden="true" className="hidden size-5 group-hovered/file:block" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium" title={name}>
            <bdi>{name}</bdi>
          </span>
          <span className="block text-[0.8125rem] text-muted tabular-nums">
            {percent === null ? size : t`${size}, ${percent} %`}
          </span>
          {transfer && <Progress transfer={transfer} className="mt-0.5" />}
        </span>
      </Button>
      {transfer?.leaving && <CancelButton message={message} />}
    </div>
  );
}

/** Takes the whole message back: without its file it would say something else. */
export function CancelButton({ message }: { message: MessageView }) {
  const { t } = useLingui();
  return (
    <IconButton aria-label={t`Отменить отправку`} onPress={() => send('removeMessage', { key: message.key })}>
      <X aria-hidden="true" className="size-4" />
    </IconButton>
  );
}
