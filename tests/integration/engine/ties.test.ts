/** Messages of one millisecond, in the order that people see them in elsewhere. */
import { expect, test } from 'vitest';
import { finerTime } from '../../fixtures/oldBackend/names.ts';
import { type OldVariantName, oldVariants } from '../../fixtures/oldBackend/variants.ts';
import type { OldBackend } from '../../fixtures/oldBackend.ts';
import { readRecording, requestsOf } from '../../fixtures/recordings/recording.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

interface Row {
  _id: string;
  messageId: string;
  content: string;
  createdAt: string;
}

const timeOf = ({ createdAt }: { createdAt: string | number }) => new Date(createdAt).getTime();

/** What the old web client makes of a page: sorted by the millisecond, so that ties stay as the server listed them. */
const asOldClientShows = <Listed extends { createdAt: string | number }>(page: Listed[]): Listed[] =>
  page.toSorted((a, b) => timeOf(a) - timeOf(b));

const recordedPages = requestsOf(readRecording('chat3-november-2025'))
  .filter(({ request }) => request.method === 'GET' && request.path.includes('/messages/dialog/'))
  .map(({ answer }) => (answer as { data: Row[] }).data);

let old: OldBackend;

async function startWith(variant: OldVariantName) {
  // Most of what is sent within a tenth of a second has one time.
  // Rows that tell no database id stand in no order that could be known.
  const named = { ...oldVariants[variant], names: 'usual' as const };
  const { a, b, old: started } = await startOld({ variant: named, scale: 5, timestampMs: 100 }, 5);
  old = started;
  return old.state.addDialog('Диалог с Андрей Волков', a, [b]);
}

const texts = (messages: { content: string }[]) => messages.map(({ content }) => content);

test('the recorded lists give ties as they were stored, by ascending database id (P4.2)', () => {
  const pairs = recordedPages.flatMap((page) =>
    page.slice(1).flatMap((row, index) => {
      const before = page[index] as Row;
      return timeOf(before) === timeOf(row) ? [[before, row] as const] : [];
    }),
  );
  expect(pairs.length).toBeGreaterThanOrEqual(4);
  for (const [first, second] of pairs) expect(first._id < second._id).toBe(true);
});

test('recorded ties stand as the old web client shows them, whatever their ids', async () => {
  const dialog = await startWith('a');
  const recorded = recordedPages.at(-1) ?? [];
  for (const { messageId, content, createdAt } of recorded
    .toReversed()
    .toSorted((a, b) => (a._id < b._id ? -1 : 1))) {
    old.insert(dialog, dialog.createdBy, content, timeOf({ createdAt }));
    const row = dialog.rows.at(-1);
    if (row) row.messageId = messageId;
  }
  const reader = await live(andrey);
  const { shown } = reader;
  reader.opened(dialog.dialogId, { end: true });
  await reader.until('all', () => shown().length === recorded.length);
  expect(texts(shown())).toEqual(texts(asOldClientShows(recorded)));
});

test.each(['a', 'c', 'd', 'model'] as const)(
  '%s: what two people write at once stands in one order in both windows, heard or read, and it is the server’s (S5.1)',
  async (variant) => {
    const dialog = await startWith(variant);
    const [a, b] = [await live(aleksandr), await live(andrey)];
    for (const person of [a, b]) person.engine.openDialog(dialog.dialogId);
    for (let index = 0; index < 8; index++) {
      a.engine.sendMessage(dialog.dialogId, `A${index}`);
      b.engine.sendMessage(dialog.dialogId, `B${index}`);
    }
    const heard = (person: Person) => person.shown();
    for (const person of [a, b])
      await person.until('all', () => heard(person).filter(({ state }) => state === 'sent').length === 16);
    const stored = dialog.rows.toSorted(
      (x, y) =>
        x.createdAt - y.createdAt ||
        (variant === 'model' ? finerTime(x) - finerTime(y) : 0) ||
        (x.databaseId < y.databaseId ? -1 : 1),
    );
    expect(new Set(stored.map(({ createdAt }) => createdAt)).size).toBeLessThan(16);
    const late = await live(andrey);
    const read = late.shown;
    late.opened(dialog.dialogId, { end: true });
    await late.until('all', () => read().length === 16);
    expect(texts(read())).toEqual(texts(stored));
    // A copy that was heard may lack the database id; the history is looked at with the next opening.
    for (const person of [a, b]) {
      person.engine.openDialog(dialog.dialogId);
      await person.until('one order', () => texts(heard(person)).join() === texts(stored).join());
      expect(texts(person.opened(dialog.dialogId, { end: true }).messages)).toEqual(texts(stored));
    }
    // Pages are asked for from a message in the midst of others of its time.
    const middle = stored[8]?.content;
    const from = read().find(({ content }) => content === middle)?.key ?? '';
    late.engine.trimMessages(dialog.dialogId, { first: from, last: read().at(-1)?.key ?? '' });
    expect(texts(read())).toEqual(texts(stored.slice(8)));
    await late.engine.loadMessages(dialog.dialogId, 'older');
    expect(texts(read())).toEqual(texts(stored));
  },
);
