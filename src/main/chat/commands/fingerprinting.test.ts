import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import type { Message } from '../../../shared/domain.ts';
import type { FingerprintRange } from '../../../shared/fingerprint.ts';
import type { Edits } from '../outbox/edits.ts';
import type { DialogRecord } from '../store.ts';
import { createFingerprinting } from './fingerprinting.ts';

const dialogId = 'dlg_1';
const base = 1_000_000;

function message(number: number, more: Partial<Message> = {}): Message {
  const id = `msg_${number}`;
  const place = { key: id, id, clientMessageId: null, createdAt: base + number, seq: number };
  const said = { content: id, type: 'text', failure: null, reactions: [], meta: {} };
  return { dialogId, senderId: 'usr_b', state: 'sent', ...place, ...said, ...more };
}

const history = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

/** An app that holds these, all of them certified; `server`: what it can still fetch, ten messages a page. */
function setUp(
  messages: Message[],
  { server = [] as Message[], isUp = true, edits = {} as Partial<Edits> } = {},
) {
  const store = createMemoryHistory();
  for (const each of messages) store.saveMessage(each);
  const waiting = server.toReversed();
  let lowest = messages.find(({ id }) => id !== null);
  const failures: unknown[] = [];
  const { fingerprint } = createFingerprinting({
    store,
    directory: {
      record: (asked) => {
        if (asked !== dialogId) return null;
        const place = { createdAt: lowest?.createdAt ?? 0, id: lowest?.id ?? '', seq: null };
        const certified = { from: place, to: place, reachedStart: waiting.length === 0 };
        return { certified } as DialogRecord;
      },
    },
    catchUp: {
      loadOlder: async () => {
        const page = waiting.splice(0, 10);
        if (page.some(({ content }) => content === 'fails')) throw new Error('no answer');
        for (const each of page) store.saveMessage(each);
        lowest = page.at(-1) ?? lowest;
        return page.length > 0;
      },
    },
    edits: { editOf: () => undefined, removalOf: () => undefined, ...edits },
    isUp: () => isUp,
    onFailed: (error) => void failures.push(error),
  });
  return { ask: (range?: FingerprintRange) => fingerprint(dialogId, range), fingerprint, failures };
}

const hashOf = async (messages: Message[], edits?: Partial<Edits>) =>
  (await setUp(messages, edits && { edits }).ask()).hash;

const plain = history(1, 5);
const changed = (number: number, more: Partial<Message>) =>
  plain.map((each) => (each.id === `msg_${number}` ? { ...each, ...more } : each));

test('what is of this computer alone does not enter (S22.4)', async () => {
  const hash = await hashOf(plain);
  const waiting = message(9, { id: null, key: 'local', state: 'queued', seq: null });
  expect(await hashOf([...plain, waiting])).toBe(hash);
  expect(await hashOf(changed(3, { key: 'other', clientMessageId: 'client_3' }))).toBe(hash);
  expect(
    await hashOf(changed(3, { reactions: [{ emoji: '👍', count: 1, mine: true }], rev: 7, updatedAt: 8 })),
  ).toBe(hash);
});

test('which messages stand where, edits and removals do (S22.4)', async () => {
  const hashes = await Promise.all(
    [
      plain,
      plain.slice(1),
      plain.toSpliced(2, 1),
      changed(2, { createdAt: base + 4, tie: 'z' }),
      changed(3, { edited: { at: 7 } }),
      changed(3, { edited: { at: 8 } }),
      changed(3, { removed: 'told' }),
    ].map((each) => hashOf(each)),
  );
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('an own edit or removal that is on its way changes nothing yet (S8.15)', async () => {
  const before = { content: 'msg_3', reactions: [], meta: {} };
  const job = { payload: { before } };
  const ofThird = (key: string) => (key === 'msg_3' ? job : undefined);
  const edits = { editOf: ofThird, removalOf: ofThird } as unknown as Edits;
  const hash = await hashOf(plain);
  expect(await hashOf(changed(3, { edited: { at: 123 } }), { editOf: edits.editOf })).toBe(hash);
  expect(await hashOf(changed(3, { removed: 'told' }), { removalOf: edits.removalOf })).toBe(hash);
});

test('without numbers, what was removed is in nobody’s history who comes later, and does not enter', async () => {
  const old = plain.map((each) => ({ ...each, seq: null }));
  const missing = old.map((each) => (each.id === 'msg_3' ? { ...each, removed: 'missing' as const } : each));
  expect(await hashOf(missing)).toBe(await hashOf(old.toSpliced(2, 1)));
});

test('the last hundred are the same, however much was downloaded: what lacks is fetched (S22.4)', async () => {
  const [much, little] = [setUp(history(1, 300)), setUp(history(290, 300), { server: history(150, 289) })];
  expect(await little.ask()).toEqual(await much.ask());
  expect(await much.ask()).toMatchObject({
    count: 100,
    isWhole: true,
    from: { id: 'msg_201' },
    to: { id: 'msg_300' },
  });
});

test('of the millisecond that what is read begins with, nothing is left out (S6.6)', async () => {
  const twins = [3, 1, 2].map((number) => message(number, { createdAt: base, tie: `${number}`, seq: null }));
  expect(await setUp(twins).ask()).toMatchObject({ count: 3, isWhole: true });
  const server = [message(0, { createdAt: base - 1, seq: null })];
  expect(await setUp(twins, { server, isUp: false }).ask()).toMatchObject({ count: 3, isWhole: false });
});

test('a history that is not all here says so, and gives what there is', async () => {
  const server = history(150, 289);
  expect(await setUp(history(290, 300), { server, isUp: false }).ask()).toMatchObject({
    count: 11,
    isWhole: false,
  });
  const failing = setUp(history(290, 300), {
    server: [...history(150, 280), message(289, { content: 'fails' })],
  });
  expect(await failing.ask()).toMatchObject({ count: 11, isWhole: false });
  expect(failing.failures).toHaveLength(1);
  expect(await setUp(history(1, 11)).ask()).toMatchObject({ count: 11, isWhole: true });
});

test('a range by time, and the first of it', async () => {
  const { ask } = setUp(history(1, 300));
  expect(await ask({ from: base + 10, to: base + 20 })).toMatchObject({
    count: 11,
    from: { id: 'msg_10' },
    isWhole: true,
  });
  const first = await ask({ from: base + 10, to: base + 20, first: 3 });
  expect(first).toMatchObject({ count: 3, to: { id: 'msg_12' } });
  expect(first.hash).toBe((await ask({ from: base + 10, to: base + 12 })).hash);
  expect(await ask({ to: base + 20, last: 2 })).toMatchObject({ count: 2, from: { id: 'msg_19' } });
});

test('a dialog that is not there has none', async () => {
  await expect(setUp(plain).fingerprint('dlg_2')).rejects.toMatchObject({ code: 'dialogNotFound' });
});
