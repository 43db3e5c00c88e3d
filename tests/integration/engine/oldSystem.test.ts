import { expect, test } from 'vitest';
import type { MessageView } from '../../../src/shared/views.ts';
import type { OldVariantName } from '../../fixtures/oldBackend/variants.ts';
import type { OldBackend, OldBackendOptions } from '../../fixtures/oldBackend.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

const variants: OldVariantName[] = ['model', 'a', 'c', 'd', 'newest'];

let old: OldBackend;

async function startWith(variant: OldVariantName, options: Partial<OldBackendOptions> = {}) {
  const { a, b, old: started } = await startOld({ variant, ...options });
  old = started;
  return { a, b };
}

/** Opens a dialog; answers what its window shows at any later time. */
function look({ engine, shown }: Person, dialogId: string): () => MessageView[] {
  engine.openDialog(dialogId);
  return shown;
}

const contents = (messages: MessageView[]) => messages.map(({ content }) => content);

/** Scrolls up from the newest message to the first. */
async function readBack(reader: Person, dialogId: string): Promise<string[]> {
  const current = look(reader, dialogId);
  await reader.until('the newest page', () => reader.window()?.loading === false && current().length > 0);
  await reader.readBack(dialogId);
  return contents(current());
}

test.each(variants)(
  '%s: a history is read to its beginning in as many requests as it has pages, and two (S6.6, S6.11, P4.2)',
  async (variant) => {
    const { a, b } = await startWith(variant);
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    const texts = Array.from({ length: 260 }, (_, index) => `Сообщение ${index}`);
    // Some of the same millisecond, also at the edges of pages.
    for (const [index, text] of texts.entries())
      old.insert(dialog, index % 2 ? a : b, text, Date.now() - 300_000 + Math.floor(index / 3));
    const reader = await live(aleksandr);
    const before = old.requests('/messages/dialog/');
    const read = await readBack(reader, dialog.dialogId);
    expect(read.toSorted()).toEqual(texts.toSorted());
    expect(old.requests('/messages/dialog/') - before).toBeLessThanOrEqual(Math.ceil(texts.length / 50) + 2);
  },
);

test.each(variants)(
  '%s: a chat that somebody else makes has the other name and its room once it is listed (S11.1, S11.2, S3.4, P3.8)',
  async (variant) => {
    const { a, b } = await startWith(variant);
    old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    const reader = await live(andrey);
    const stranger = old.state.addUser('79000000003', 'Мария Орлова').userId;
    const dialog = old.state.addDialog('Диалог с Андрей Волков', stranger, [b]);
    const view = await reader.dialog('Мария Орлова');
    expect(view).toMatchObject({ dialogId: dialog.dialogId, kind: 'direct', peerId: stranger });
    await reader.until('its room is joined', () =>
      reader.engine.diagnostics().joinedRooms.includes(dialog.dialogId),
    );
  },
);

test.each(variants)(
  '%s: what is unread at the first sign-in is counted, and shown as the newest text (S9.3, P8.3, P8.4)',
  async (variant) => {
    const { a, b } = await startWith(variant);
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    for (let index = 0; index < 7; index++)
      old.insert(dialog, a, `Сообщение ${index}`, Date.now() - 60_000 + index);
    const reader = await live(andrey);
    await reader.until('seven unread', () => {
      const [view] = reader.engine.dialogs();
      return view?.unreadCount === 7 && view.lastMessage?.content === 'Сообщение 6';
    });
  },
);

test.each(variants)(
  '%s: messages of a chat that is not open are noticed by the next look at the list (S7.2, S7.3)',
  async (variant) => {
    const { a, b } = await startWith(variant, { brokerChance: 0 });
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    const reader = await live(andrey);
    for (let index = 0; index < 3; index++)
      old.insert(dialog, a, `Сообщение ${index}`, Date.now() - 10 + index);
    reader.cut();
    await reader.until('three unread, the newest shown', () => {
      const [view] = reader.engine.dialogs();
      return view?.unreadCount === 3 && view.lastMessage?.content === 'Сообщение 2';
    });
  },
);

test.each(variants)(
  '%s: a chat without messages is known whole, so that its beginning never hides (S6.10)',
  async (variant) => {
    const { a, b } = await startWith(variant);
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    const reader = await live(andrey);
    reader.engine.openDialog(dialog.dialogId);
    await reader.until('nothing there', () => reader.window()?.loading === false);
    const texts = Array.from({ length: 70 }, (_, index) => `Сообщение ${index}`);
    // From another device of the reader, so that nothing of it is unread.
    for (const [index, text] of texts.entries()) old.insert(dialog, b, text, Date.now() - 100 + index);
    reader.cut();
    await reader.until('caught up', () => reader.events.some(({ type }) => type === 'caughtUp'));
    const window = reader.opened(dialog.dialogId, { end: true });
    expect(window.messages.map(({ content }) => content)).toEqual(texts);
    expect(window.hasOlder).toBe(false);
  },
);

test.each(variants)(
  '%s: an answer lost behind the backend leaves one message, here and there (S4.5, S8.4, P8.1)',
  async (variant) => {
    const { a, b } = await startWith(variant);
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    old.insert(dialog, a, 'Да', Date.now() - 60_000);
    const [sender, reader] = [await live(aleksandr), await live(andrey)];
    const windows = [look(sender, dialog.dialogId), look(reader, dialog.dialogId)] as const;
    await sender.until('the first', () => windows[0]().length === 1);
    old.loseAnswers(1);
    sender.engine.sendMessage(dialog.dialogId, 'Да');
    await sender.until('sent', () => windows[0]().filter(({ state }) => state === 'sent').length === 2);
    sender.engine.sendMessage(dialog.dialogId, 'Потом');
    await reader.received('Потом');
    // The look at the list after joining again, or the next one, finds what no copy told.
    await reader.until('all three', () => windows[1]().length === 3);
    await sender.until('sent', () => windows[0]().every(({ state }) => state === 'sent'));
    for (const window of windows) expect(contents(window())).toEqual(['Да', 'Да', 'Потом']);
    expect(dialog.rows).toHaveLength(3);
  },
);
