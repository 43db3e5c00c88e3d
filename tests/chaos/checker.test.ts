import { expect, test } from 'vitest';
import {
  type ChatHistory,
  isFlawless,
  judge,
  type MemberView,
  percentile95,
  type ServerRow,
} from './checker.ts';

const dialogId = 'dlg_1';
const contents = ['one', 'two', 'three'];

const serverRow = (content: string, index: number): ServerRow => ({
  id: `msg_${index}`,
  dialogId,
  content,
  createdAt: 100 + index,
});

const view = (member: string, shown = contents): MemberView => ({
  member,
  dialogId,
  rows: shown.map((content) => ({ id: `msg_of_${content}`, content, state: 'sent' })),
});

/** Three messages of anna, all acknowledged, at both members. */
function good(): ChatHistory {
  return {
    accepted: contents.map((content) => ({ content, dialogId, sender: 'anna', acked: true })),
    server: contents.map(serverRow),
    views: [view('anna'), view('boris')],
  };
}

test('a good history passes', () => {
  expect(judge(good())).toMatchObject({ messages: 3, problems: [] });
  expect(isFlawless(judge(good()), true)).toBe(true);
});

test.each<[string, (history: ChatHistory) => void, object]>([
  ['a member without a row', (h) => void h.views.splice(1, 1, view('boris', ['one', 'three'])), { lost: 1 }],
  ['an acknowledged message that the server lacks', (h) => void h.server.pop(), { lost: 1 }],
  [
    'a text that vanished before it was acknowledged',
    (h) => {
      h.server.pop();
      h.accepted = h.accepted.map((message) => ({ ...message, acked: message.content !== 'three' }));
      h.views = [view('anna', ['one', 'two']), view('boris', ['one', 'two'])];
    },
    { lost: 1 },
  ],
  [
    'a row shown twice',
    (h) => void h.views.splice(1, 1, view('boris', ['one', 'two', 'two', 'three'])),
    { shownTwice: 1, lost: 0 },
  ],
  [
    'a sent row beside the same one still waiting',
    (h) => void h.views[0]?.rows.push({ id: null, content: 'two', state: 'queued' }),
    { shownTwice: 1 },
  ],
  [
    'a row stored twice',
    (h) => void h.server.push({ ...serverRow('one', 0), id: 'msg_9' }),
    { storedTwice: 1 },
  ],
  [
    'two orders',
    (h) => void h.views.splice(1, 1, view('boris', ['two', 'one', 'three'])),
    { outOfOrder: 1, lost: 0 },
  ],
  [
    'cut text',
    (h) => void h.views.splice(1, 1, view('boris', ['one', 'two', 'thr'])),
    { invented: 1, lost: 1 },
  ],
  [
    'a message that still waits',
    (h) => {
      h.accepted.push({ content: 'four', dialogId, sender: 'anna', acked: false });
      h.views[0]?.rows.push({ id: null, content: 'four', state: 'queued' });
    },
    { unsettled: 1, lost: 0 },
  ],
  [
    'a message called failed that the server has',
    (h) => {
      h.views[0]?.rows.splice(2, 1, { id: null, content: 'three', state: 'failed' });
      for (const message of h.accepted) message.acked = false;
    },
    { unsettled: 1 },
  ],
])('%s is found', (_name, harm, expected) => {
  const history = good();
  harm(history);
  const verdict = judge(history);
  expect(verdict).toMatchObject(expected);
  expect(isFlawless(verdict, true)).toBe(false);
  if (!('storedTwice' in expected)) expect(verdict.problems).not.toEqual([]);
});

const asFirstWritten = { text: 'one', removed: false, reactions: [] };

/** “one” was changed and boris reacted to it; “two” was removed; everybody knows. */
function changed(): ChatHistory {
  const history = good();
  const [one, two] = history.server;
  const text = 'one (changed 0)';
  if (one !== undefined)
    one.now = { text, removed: false, reactions: [{ userId: 'usr_boris', emoji: '👍' }] };
  if (two !== undefined) two.now = { text: '', removed: true, reactions: [] };
  for (const { member, rows } of history.views) {
    const [first, second] = rows;
    const reactions = [{ emoji: '👍', count: 1, mine: member === 'boris' }];
    if (first !== undefined) first.now = { text, removed: false, reactions };
    if (second !== undefined) second.now = { text: '', removed: true, reactions: [] };
  }
  history.views = history.views.map((view) => ({ ...view, userId: `usr_${view.member}` }));
  history.wishes = [
    { content: 'one', dialogId, member: 'anna', text },
    { content: 'two', dialogId, member: 'anna', text: null },
    { content: 'one', dialogId, member: 'boris', userId: 'usr_boris', emoji: '👍' },
    { content: 'two', dialogId, member: 'boris', userId: 'usr_boris', emoji: '👍' },
  ];
  return history;
}

test('a history with changes that everybody knows passes (S17.21)', () => {
  expect(judge(changed())).toMatchObject({ changes: 4, diverged: 0, problems: [] });
  expect(isFlawless(judge(changed()), true)).toBe(true);
});

const shownFirst = (h: ChatHistory, member: number) => h.views[member]?.rows[0];

test.each<[string, (history: ChatHistory) => void, number]>([
  [
    'an edit that never came',
    (h) => {
      const now = shownFirst(h, 1)?.now;
      if (now !== undefined) now.text = 'one';
    },
    1,
  ],
  [
    'a removal that never came',
    (h) => {
      const row = h.views[1]?.rows[1];
      if (row !== undefined) row.now = { text: 'two', removed: false, reactions: [] };
    },
    1,
  ],
  [
    'a removal that only one member sees',
    (h) => {
      const row = h.views[0]?.rows[2];
      const there = h.server[2];
      if (row !== undefined) row.now = { text: '', removed: true, reactions: [] };
      if (there !== undefined) there.now = { text: 'three', removed: false, reactions: [] };
    },
    1,
  ],
  [
    'a reaction that never came',
    (h) => {
      const now = shownFirst(h, 0)?.now;
      if (now !== undefined) now.reactions = [];
    },
    1,
  ],
  [
    'a reaction counted twice',
    (h) => {
      const now = shownFirst(h, 0)?.now;
      if (now !== undefined) now.reactions = [{ emoji: '👍', count: 2, mine: false }];
    },
    1,
  ],
  [
    'the own reaction shown as somebody else’s',
    (h) => {
      const now = shownFirst(h, 1)?.now;
      if (now !== undefined) now.reactions = [{ emoji: '👍', count: 1, mine: false }];
    },
    1,
  ],
  [
    'an edit, and so a reaction, that the server never got and everybody shows as it is there',
    (h) => {
      for (const row of [h.server[0], shownFirst(h, 0), shownFirst(h, 1)])
        if (row !== undefined) row.now = asFirstWritten;
    },
    2,
  ],
  [
    'a removal that the server never got',
    (h) => {
      for (const row of [h.server[1], h.views[0]?.rows[1], h.views[1]?.rows[1]])
        if (row !== undefined) row.now = { text: 'two', removed: false, reactions: [] };
      h.wishes = h.wishes?.slice(0, 2);
    },
    1,
  ],
])('%s is found', (_name, harm, diverged) => {
  const history = changed();
  harm(history);
  const verdict = judge(history);
  expect(verdict).toMatchObject({ diverged, lost: 0, invented: 0, outOfOrder: 0 });
  expect(verdict.problems).toHaveLength(diverged);
  expect(isFlawless(verdict, true)).toBe(false);
});

test('what is not on the server, or was not looked at, cannot diverge', () => {
  const history = changed();
  for (const row of history.server) row.now = undefined;
  expect(judge(history)).toMatchObject({ changes: 0, diverged: 0 });
});

test('a message that visibly failed is not lost, and is counted', () => {
  const history = good();
  history.accepted.push({ content: 'four', dialogId, sender: 'anna', acked: false });
  history.views[0]?.rows.push({ id: null, content: 'four', state: 'failed' });
  expect(judge(history)).toMatchObject({ lost: 0, unsettled: 0, failed: 1 });
});

test('a second row on a server that does not deduplicate is one message, placed by the lower row', () => {
  const history = good();
  history.server.push({ id: 'msg_8', dialogId, content: 'one', createdAt: 999 });
  const verdict = judge(history);
  expect(verdict).toMatchObject({ lost: 0, shownTwice: 0, outOfOrder: 0, storedTwice: 1 });
  expect(isFlawless(verdict, false)).toBe(true);
});

test('equal times are ordered by id', () => {
  const history = good();
  history.server = [
    { id: 'msg_b', dialogId, content: 'one', createdAt: 5 },
    { id: 'msg_a', dialogId, content: 'two', createdAt: 5 },
    { id: 'msg_c', dialogId, content: 'three', createdAt: 5 },
  ];
  expect(judge(history).outOfOrder).toBe(2);
  history.views = [view('anna', ['two', 'one', 'three'])];
  expect(judge(history).outOfOrder).toBe(0);
});

test('the 95th percentile', () => {
  expect(percentile95([])).toBeNull();
  expect(percentile95([7])).toBe(7);
  expect(percentile95(Array.from({ length: 100 }, (_, index) => index + 1))).toBe(95);
});
