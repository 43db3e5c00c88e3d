/** What the server tells of one dialog and of who is in it; members come with how far they read. */
import type { RemoteDialogDetails, RemoteMember } from '../../shared/remote.ts';
import type { Directory } from './directory.ts';
import type { Receipts } from './receipts.ts';

export type DialogDetails = ReturnType<typeof createDialogDetails>;

export function createDialogDetails({ directory, receipts }: { directory: Directory; receipts: Receipts }) {
  function takeMembers(dialogId: string, members: RemoteMember[]): void {
    directory.takeMembers(dialogId, members);
    receipts.takeMembers(dialogId, members);
  }

  return {
    takeMembers,
    take(details: RemoteDialogDetails): void {
      directory.takeDetails(details);
      takeMembers(details.dialogId, details.members);
    },
  };
}
