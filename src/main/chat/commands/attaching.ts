/** Which files may go into a message, said before they are copied or sent. */
import type { Attachment } from '../../../shared/attachments.ts';
import type { FileLimits } from '../../../shared/views.ts';
import { CommandError } from '../commandError.ts';
import type { AccountFiles } from '../ports.ts';

/** Of servers that were not heard yet: they say no by themselves. */
const unknownLimits: FileLimits = { bytes: 25 * 1024 * 1024, perMessage: 10 };

export interface AttachingOptions {
  files?: AccountFiles | undefined;
  limits(): FileLimits | null;
  /** The server was heard: what it did not say it can, it cannot. */
  isUp(): boolean;
}

export type Attaching = ReturnType<typeof createAttaching>;

export function createAttaching({ files, limits, isUp }: AttachingOptions) {
  function limitsHere(): FileLimits {
    const told = limits();
    if (files === undefined || (told === null && isUp())) throw new CommandError('filesNotSupported');
    return told ?? unknownLimits;
  }

  return {
    /** Throws CommandError for a file that the server would not take (S20.7). */
    check(bytes: number): void {
      const { bytes: most } = limitsHere();
      if (bytes === 0) throw new CommandError('fileEmpty');
      if (bytes > most) throw new CommandError('fileTooLarge');
    },
    /** What was picked, in this order. Throws CommandError where it cannot be sent. */
    picked(fileIds: string[]): Attachment[] {
      if (fileIds.length === 0) return [];
      if (fileIds.length > limitsHere().perMessage) throw new CommandError('tooManyFiles');
      return fileIds.map((fileId) => {
        const picked = files?.picked(fileId) ?? null;
        if (picked === null) throw new CommandError('fileMissing');
        return picked;
      });
    },
  };
}
