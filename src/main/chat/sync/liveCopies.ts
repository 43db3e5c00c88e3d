/** What the socket brings of messages and dialogs: taken in where it is whole and known, else looked for. */
import type {
  RemoteDialogReference,
  RemoteMessage,
  RemoteTypingUpdate,
  RemoteUpdate,
} from '../../../shared/remote.ts';
import type { CopyWay } from '../../../shared/trace.ts';
import type { Bus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import type { Presence } from '../people/presence.ts';
import type { Clock } from '../ports.ts';
import type { Intake } from './intake.ts';
import type { Learning } from './learning.ts';
import type { Sync } from './sync.ts';

const mostLooks = 3;

export function followLiveCopies(options: {
  bus: Bus;
  directory: Directory;
  sync: Pick<Sync, 'refreshList'>;
  learning: Learning;
  intake: Intake;
  presence: Presence;
  clock: Pick<Clock, 'elapsed'>;
  onFailed(error: unknown): void;
}): void {
  const { bus, directory, sync, learning, intake, presence, clock, onFailed } = options;
  /** Looked for and not found: they are not asked about at every copy. */
  const strangers = new Set<string>();

  const unnamed = () => directory.recent().filter((record) => record.databaseId === null);

  /** The list does not tell database ids; a dialog's details do. The copy is of one that was active just now. */
  async function find(reference: RemoteDialogReference): Promise<string | null> {
    const { databaseId } = reference;
    if (databaseId !== null && strangers.has(databaseId) && unnamed().length === 0) return null;
    await sync.refreshList();
    for (const { dialogId } of unnamed().slice(0, mostLooks)) {
      if (databaseId === null || directory.dialogIdOf(reference) !== null) break;
      await learning.learnMembers(dialogId);
    }
    const found = directory.dialogIdOf(reference);
    if (found === null && databaseId !== null) strangers.add(databaseId);
    return found;
  }

  async function takeMessage(message: RemoteMessage, way: CopyWay): Promise<void> {
    const cameAt = clock.elapsed();
    const dialogId = directory.dialogIdOf(message.dialog) ?? (await find(message.dialog));
    if (dialogId !== null) {
      if (intake.takeLive(dialogId, message, { way, cameAt }).needsFetch) bus.tell('dialogBehind', dialogId);
      presence.stopTyping(dialogId, message.senderId);
    }
  }

  function takeTyping({ dialog, userId, lastsMs }: RemoteTypingUpdate): void {
    const dialogId = directory.dialogIdOf(dialog);
    if (dialogId === null) return;
    if (lastsMs === 0) presence.stopTyping(dialogId, userId);
    else presence.startTyping(dialogId, userId, lastsMs ?? undefined);
  }

  /** Dialogs or their members changed. */
  async function takeListChange(update: RemoteUpdate): Promise<void> {
    await sync.refreshList();
    const dialogId = directory.dialogIdOf(update.dialog);
    if (dialogId === null) await learning.learnPeople();
    else await learning.learnMembers(dialogId);
  }

  bus.on('messageCame', (message, way) => void takeMessage(message, way).catch(onFailed));
  bus.on('listChanged', (update) => void takeListChange(update).catch(onFailed));
  bus.on('typingTold', takeTyping);
}
