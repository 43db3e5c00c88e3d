import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { mergeIntoStore } from '../timeline/merge.ts';
import { type Comparison, createComparing } from './comparing.ts';
import type { NumberedPage } from './pages.ts';

const dialogId = 'dlg_1';
const taken = { heldBack: 0, missed: 0 };

type Copy = RemoteMessage & { messageId: string };

function copy(number: number, more: Partial<Copy> = {}): Copy {
  const messageId = `msg_${number}`;
  const said = { senderId: 'usr_b', content: messageId, type: 'text', meta: {}, statuses: null };
  return {
    ...{
      messageId,
      aliases: [messageId],
      dialog: { dialogId, databaseId: null },
      createdAt: number,
      ...said,
    },
    ...{
      clientMessageId: `client_${number}`,
      seq: null,
      rev: null,
      reactionCounts: null,
      ownReactions: null,
    },
    ...more,
  };
}

function page(messages: Copy[], { start = 0, total }: { start?: number; total?: number } = {}): NumberedPage {
  const end = start + messages.length;
  const all = total ?? end;
  return {
    ...{ start, end, total: all, isLast: end >= all, asked: messages.length, dropped: 0, headSeq: null },
    messages,
  };
}

const newestFirst = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => copy(to - index));

function setUp({ seq = false } = {}) {
  const store = createMemoryHistory();
  const told: Comparison[] = [];
  const comparing = createComparing({
    store,
    has: (feature) => seq && feature === 'seq',
    compared: (comparison) => void told.push(comparison),
  });
  return {
    store,
    comparing,
    take: (copies: Copy[]) => {
      for (const each of copies) mergeIntoStore(store, { ...each, dialogId });
    },
    found: () => {
      const { differences = [], doubts = [] } = told.at(-1) ?? {};
      return { differences, doubts };
    },
    told,
  };
}

const nothing = { differences: [], doubts: [] };

test('pages and rows that say the same do not differ, whatever came live meanwhile (S22.1)', () => {
  const { comparing, take, found, told } = setUp();
  take([copy(1), copy(2)]);
  const look = comparing.begin(dialogId);
  const run = look.run();
  take(newestFirst(1, 5));
  run.addPage(page(newestFirst(1, 5)), { ...taken, missed: 3 });
  // Stored before the page was made, and told after it.
  take([copy(4.5), copy(6)]);
  look.end();
  expect(found()).toEqual(nothing);
  expect(told).toMatchObject([{ repaired: 3, from: { id: 'msg_1' }, to: { id: 'msg_5' } }]);
});

test('an item of a page without a row is a difference; one that was held back is a doubt (S4.5, S22.2)', () => {
  const { comparing, take, found } = setUp();
  const look = comparing.begin(dialogId);
  take([copy(1), copy(4)]);
  const run = look.run();
  run.addPage(page([copy(4), copy(3)], { total: 4 }), taken);
  run.addPage(page([copy(2, { clientMessageId: null }), copy(1)], { start: 2 }), { ...taken, heldBack: 1 });
  look.end();
  expect(found()).toEqual({
    differences: [{ kind: 'absent', id: 'msg_3' }],
    doubts: [{ kind: 'absent', id: 'msg_2' }],
  });
});

test('a row that no page has is a doubt, and with numbers a difference; of pages that moved it is neither', () => {
  const walked = (moved: boolean) => {
    const { comparing, take, found } = setUp();
    take(newestFirst(1, 4));
    const look = comparing.begin(dialogId);
    const run = look.run();
    run.addPage(page([copy(4), copy(2), copy(1)]), taken);
    if (moved) run.spoil();
    look.end();
    return found();
  };
  expect(walked(false)).toEqual({ differences: [], doubts: [{ kind: 'extra', id: 'msg_3' }] });
  expect(walked(true)).toEqual(nothing);

  const { comparing, take, found } = setUp({ seq: true });
  const numbered = [1, 2, 3, 4].map((seq) => copy(seq, { seq }));
  take(numbered);
  const look = comparing.begin(dialogId);
  look.run().addRows(
    numbered.filter(({ seq }) => seq !== 3 && seq !== 4),
    taken,
  );
  look.end();
  expect(found()).toEqual(nothing);
  const again = comparing.begin(dialogId);
  again.run().addRows(
    numbered.filter(({ seq }) => seq !== 3),
    taken,
  );
  again.end();
  expect(found()).toEqual({ differences: [{ kind: 'extra', id: 'msg_3' }], doubts: [] });
});

test('what lies above a gap in the pages, or in their oldest millisecond, is not judged (S6.6)', () => {
  const { comparing, take, found } = setUp();
  take([
    ...newestFirst(1, 4),
    copy(3, { messageId: 'msg_twin', aliases: ['msg_twin'], clientMessageId: 'twin' }),
  ]);
  const look = comparing.begin(dialogId);
  look.run().addPage(page([copy(4), copy(3)], { total: 5 }), taken);
  look.end();
  expect(found()).toEqual(nothing);
});

test('a row in another place, or as it was earlier, is a difference (S4.11, S5.1)', () => {
  const { store, comparing, take, found } = setUp();
  const [moved, old, gone] = [
    copy(1),
    copy(2, { rev: 5, content: 'new' }),
    copy(3, { rev: 6, removed: true, content: '' }),
  ];
  take([moved, copy(2, { rev: 4 }), copy(3, { rev: 6 })]);
  const row = store.message('msg_1');
  if (row !== null) store.saveMessage({ ...row, createdAt: 9 });
  const look = comparing.begin(dialogId);
  look.run().addPage(page([gone, old, moved]), taken);
  look.end();
  expect(found().differences).toEqual([
    { kind: 'older', id: 'msg_3' },
    { kind: 'older', id: 'msg_2' },
    { kind: 'order', id: 'msg_1' },
  ]);
});

test('what a page says of a row that is newer is a doubt: the next look tells (S22.2)', () => {
  const { comparing, take, found } = setUp({ seq: true });
  take([copy(1, { seq: 1, rev: 9 })]);
  const look = comparing.begin(dialogId);
  look.run().addRows([copy(1, { seq: 1, rev: 4, removed: true, content: '' })], taken);
  look.end();
  expect(found()).toEqual({ differences: [], doubts: [{ kind: 'older', id: 'msg_1' }] });
});

test('numbers that do not ascend in the order of the rows are a difference', () => {
  const { comparing, take, found } = setUp({ seq: true });
  const rows = [copy(1, { seq: 1 }), copy(2, { seq: 3 }), copy(3, { seq: 2 })];
  take(rows);
  const look = comparing.begin(dialogId);
  look.run().addRows(rows, taken);
  look.end();
  expect(found().differences).toEqual([{ kind: 'order', id: 'msg_3' }]);
});

test('two rows of one send are one message here, and no difference (S4.3)', () => {
  const { comparing, take, found } = setUp();
  const rows = [copy(3), copy(2, { clientMessageId: 'client_1' }), copy(1)];
  take(rows);
  const look = comparing.begin(dialogId);
  look.run().addPage(page(rows), taken);
  look.end();
  expect(found()).toEqual(nothing);
});

test('changes prove what is new, and say of what is old only what they hold (S6.9)', () => {
  const { comparing, take, found } = setUp({ seq: true });
  const rows = [1, 2, 3, 4, 5].map((seq) => copy(seq, { seq, rev: seq }));
  take(rows);
  const edited = copy(1, { seq: 1, rev: 6, content: 'new' });
  const look = comparing.begin(dialogId);
  look.addChanges([edited, ...rows.filter(({ seq }) => seq === 3 || seq === 4 || seq === 5)], 3, taken);
  look.end();
  expect(found().differences).toEqual([{ kind: 'older', id: 'msg_1' }]);
  const again = comparing.begin(dialogId);
  again.addChanges(
    rows.filter(({ seq }) => seq !== 4),
    3,
    taken,
  );
  again.end();
  expect(found()).toEqual(nothing);
  const third = comparing.begin(dialogId);
  third.addChanges(
    rows.filter(({ seq }) => seq === 3 || seq === 5),
    2,
    taken,
  );
  third.end();
  expect(found().differences).toEqual([{ kind: 'extra', id: 'msg_4' }]);
});

test('what the person has cleared meanwhile is no difference', () => {
  const { store, comparing, take, told } = setUp();
  take(newestFirst(1, 3));
  const look = comparing.begin(dialogId);
  look.run().addPage(page(newestFirst(1, 3)), taken);
  store.clearDownloaded();
  store.saveFreshFrom(3);
  look.end();
  expect(told).toEqual([]);
});
