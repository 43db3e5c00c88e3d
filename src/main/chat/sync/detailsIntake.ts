/** What the server tells of one dialog and of who is in it is taken in; members come with how far they read. */
import type { RemoteDialogDetails, RemoteMember } from '../../../shared/remote.ts';
import type { Directory } from '../people/directory.ts';
import type { Receipts } from '../receipts/receipts.ts';

export function createDetailsIntake({ directory, receipts }: { directory: Directory; receipts: Receipts }) {
  function takeMembers(dialogId: string, members: RemoteMember[]): void {
    directory.takeMembers(dialogId, members);
    receipts.takeMembers(dialogId, members);
  }

  return {
    takeMembers,
    take(details: RemoteDialogDetails): void {
      directory.takeDetails(details);
      // A dialog has members: an empty list is none.
      if (details.members.length > 0) takeMembers(details.dialogId, details.members);
    },
  };
}
