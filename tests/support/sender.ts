import { createObserver } from '../chaos/observer.ts';
import type { Person } from './person.ts';

/** Somebody without a window who writes to this person, straight at the server. */
export async function createSender(server: () => string, to: Person) {
  const observer = await createObserver(server);
  const { value } = await to.page.evaluate<{ value: { session: { user: { userId: string } } } }>(
    'chat3.getSnapshot({})',
  );
  return {
    /** Makes a chat of the two under this name; resolves when the person has it in the list. */
    async createChat(name: string): Promise<string> {
      const dialogId = await observer.createDialog(name, [value.session.user.userId]);
      await to.chats.getByRole('option', { name, exact: false }).first().waitFor();
      return dialogId;
    },
    post: observer.post,
  };
}
