import type { MessageView } from '../../../shared/views.ts';
import { FileRow } from './FileRow.tsx';
import { isPicture } from './fileUrl.ts';
import { Picture } from './Picture.tsx';
import { Player } from './Player.tsx';

/** The files of a message: pictures side by side, then sounds and films, then the rest. */
export function Attachments({ message }: { message: MessageView }) {
  const { attachments = [] } = message;
  const pictures = attachments.filter(isPicture);
  const others = attachments.filter((attachment) => !isPicture(attachment));
  return (
    <div dir="ltr" className="flex flex-col gap-1 pt-1 select-none">
      {pictures.length > 0 && (
        <div className="flex max-w-79 flex-wrap gap-1">
          {pictures.map((attachment, index) => (
            <Picture
              // biome-ignore lint/suspicious/noArrayIndexKey: places stay, and ids change once the server has the file.
              key={`${index} ${attachment.name}`}
              message={message}
              attachment={attachment}
              amongSeveral={pictures.length > 1}
            />
          ))}
        </div>
      )}
      {others.map((attachment, index) => {
        const isPlayed = attachment.kind === 'audio' || attachment.kind === 'video';
        const key = `${index} ${attachment.name}`;
        return isPlayed ? (
          <Player key={key} attachment={attachment} message={message} />
        ) : (
          <FileRow key={key} attachment={attachment} message={message} />
        );
      })}
    </div>
  );
}
