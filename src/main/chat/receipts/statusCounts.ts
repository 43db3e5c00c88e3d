/** What a server proves that counts who has read a message and names nobody (S9.9, P8.6). */
import type { RemoteMessage, RemoteStatus } from '../../../shared/remote.ts';
import { someReaderId } from '../../../shared/someReader.ts';

/**
 * Of an own message: how far somebody else got for certain. The sender's own status may be among those counted. In a chat of
 * two their sum tells; elsewhere it does not, since members come and go, and one of them is always taken for the sender.
 */
export function provenStatuses(
  { senderId, statusCounts }: Pick<RemoteMessage, 'senderId' | 'statusCounts'>,
  ownUserId: string,
  /** The other one of a chat of two. */
  peerId: string | null,
): RemoteStatus[] {
  if (statusCounts === undefined || senderId !== ownUserId) return [];
  const { unread, delivered, read } = statusCounts;
  const own = peerId !== null && unread + delivered + read <= 1 ? 0 : 1;
  const userId = peerId ?? someReaderId;
  if (read > own) return [{ userId, status: 'read' }];
  return delivered + read > own ? [{ userId, status: 'delivered' }] : [];
}
