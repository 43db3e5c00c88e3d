/** A dialog with its members, which the newest of the old servers may keep out of the details (P8.6). */
import type { RemoteDialogDetails } from '../../../shared/remote.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';

/** Nobody is in no dialog: an empty list says that the server did not tell, here as in the answer. */
export async function readDetails(
  rest: Pick<RestClient, 'dialog' | 'members'>,
  dialogId: string,
): Promise<RemoteDialogDetails> {
  const details = await rest.dialog(dialogId);
  if (details.members.length > 0) return details;
  const members = await rest.members(dialogId).catch((error: unknown) => {
    if (error instanceof ApiError && error.status !== null) return [];
    throw error;
  });
  return { ...details, members };
}
