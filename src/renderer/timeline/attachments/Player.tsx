import { useState } from 'react';
import type { Attachment } from '../../../shared/attachments.ts';
import type { MessageView } from '../../../shared/views.ts';
import { FileRow } from './FileRow.tsx';
import { contentUrl } from './fileUrl.ts';

/** Sounds and films, with the keys that Chromium gives them; what it cannot play is a file like any other. */
export function Player({ attachment, message }: { attachment: Attachment; message: MessageView }) {
  const [failed, setFailed] = useState(false);
  const common = {
    controls: true,
    // A file comes as a whole: nobody may want it.
    preload: 'none' as const,
    controlsList: 'nodownload noremoteplayback',
    src: contentUrl(attachment),
    'aria-label': attachment.name,
    onError: () => setFailed(true),
  };
  const isShown = !failed && message.state !== 'queued';
  // oxlint-disable jsx-a11y/media-has-caption -- Nobody wrote captions for what colleagues send.
  return (
    <>
      {isShown && attachment.kind === 'audio' && <audio {...common} className="h-10 w-64 max-w-full" />}
      {isShown && attachment.kind === 'video' && (
        <video {...common} disablePictureInPicture className="h-36 w-64 max-w-full rounded-lg bg-black" />
      )}
      <FileRow attachment={attachment} message={message} />
    </>
  );
}
