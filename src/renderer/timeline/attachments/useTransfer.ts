import type { Attachment } from '../../../shared/attachments.ts';
import type { MessageView } from '../../../shared/views.ts';
import { useChat } from '../../state/store.ts';

export interface Transfer {
  /** From 0 to 1; null: it waits. */
  share: number | null;
  /** On its way to the server, from where it can be taken back. */
  leaving: boolean;
}

/** null for a file that is not on its way. */
export function useTransfer(message: MessageView, { fileId }: Attachment): Transfer | null {
  const transfer = useChat((state) => state.transfers.get(fileId));
  const share = transfer === undefined ? null : transfer.done / Math.max(1, transfer.total);
  if (message.state === 'queued') return { share, leaving: true };
  return share === null ? null : { share, leaving: false };
}
