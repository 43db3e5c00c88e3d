import { expect, test } from 'vitest';
import type { Reaction } from '../../../src/shared/domain.ts';
import type { OldVariantName } from '../../fixtures/oldBackend/variants.ts';
import type { OldBackend } from '../../fixtures/oldBackend.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

const shownAtOnce = 12;

let old: OldBackend;

/** A dialog of so many messages, and who reads it. */
async function startWith(variant: OldVariantName, count: number) {
  const { a, b, old: started } = await startOld({ variant });
  old = started;
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  for (let index = 0; index < count; index++)
    old.insert(dialog, a, `Сообщение ${index}`, Date.now() - 60_000 + index);
  return { dialogId: dialog.dialogId, rows: dialog.rows };
}

/** Opens the dialog, as a window that has its newest messages in sight. */
async function look(reader: Person, dialogId: string, last: string) {
  const { shown } = reader;
  reader.opened(dialogId, { end: true });
  await reader.until('the messages', () => shown().at(-1)?.content === last);
  const messages = shown();
  reader.engine.setInView(
    dialogId,
    messages.slice(-shownAtOnce).map(({ key }) => key),
  );
  return messages.at(-1)?.key ?? '';
}

const reactionsOf = ({ shown }: Person, key: string): Reaction[] | undefined =>
  shown().find((message) => message.key === key)?.reactions;

test.each(['a', 'c'] as const)(
  '%s: a reaction added and one that replaces it are seen at the next look at the open chat (S12.5, P8.2)',
  async (variant) => {
    const { dialogId, rows } = await startWith(variant, 90);
    const [writer, reader] = [await live(aleksandr), await live(andrey)];
    const before = old.requests('/reactions');
    const key = await look(writer, dialogId, 'Сообщение 89');
    await look(reader, dialogId, 'Сообщение 89');
    const { reactions } = reader.engine.account();
    await reactions.set(key, '👍');
    // As when the window gets the focus.
    writer.engine.hint();
    await writer.until('👍', () => reactionsOf(writer, key)?.[0]?.emoji === '👍');
    await reactions.set(key, '❤️');
    writer.engine.setInView(dialogId, []);
    await look(writer, dialogId, 'Сообщение 89');
    await writer.until('❤️', () => reactionsOf(writer, key)?.[0]?.emoji === '❤️');
    // The history goes on counting what was replaced; it is read again with the next look at the list.
    writer.cut();
    await writer.until('caught up', () => writer.events.filter(({ type }) => type === 'caughtUp').length > 0);
    expect(reactionsOf(writer, key)).toEqual([{ emoji: '❤️', count: 1, mine: false }]);
    expect(rows).toHaveLength(90);
    // What is in sight: at one look of the reader and four of the writer; two reactions, told and looked at.
    expect(old.requests('/reactions') - before).toBeLessThanOrEqual(5 * shownAtOnce + 6);
  },
);

test('a reaction that the old server cannot take back is shown as it is, with its reason', async () => {
  const { dialogId, rows } = await startWith('a', 3);
  const reader = await live(andrey);
  const key = await look(reader, dialogId, 'Сообщение 2');
  const { reactions } = reader.engine.account();
  await reactions.set(key, '👍');
  const row = rows.at(-1);
  // Meanwhile somebody else reacts, which nobody is told.
  row?.reactions.set('usr_other', { reaction: '🎉', createdAt: Date.now() });
  await expect(reactions.remove(key, '👍')).rejects.toMatchObject({ code: 'notSupported' });
  await reader.until('both', () => reactionsOf(reader, key)?.length === 2);
  expect(reactionsOf(reader, key)).toEqual([
    { emoji: '👍', count: 1, mine: true },
    { emoji: '🎉', count: 1, mine: false },
  ]);
});
