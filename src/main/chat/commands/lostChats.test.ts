import { expect, test } from 'vitest';
import type { BridgeEvent } from '../../../shared/bridge.ts';
import { createBus } from '../facts.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { createLostChats } from './lostChats.ts';

/** The chat `dlg_1` with this draft; `answer` is what the server says when it is asked about it. */
function setUp({ draft = '', open = false, answer = new ApiError({ code: 'notMember', status: 403 }) }) {
  const told: BridgeEvent[] = [];
  const bus = createBus();
  const lostChats = createLostChats({
    bus,
    rest: { dialog: () => Promise.reject(answer) } as unknown as RestClient,
    directory: {
      record: (dialogId: string) => (dialogId === 'dlg_1' ? {} : null),
    } as unknown as Parameters<typeof createLostChats>[0]['directory'],
    views: { viewOf: () => ({ title: 'Отдел', draft }) } as unknown as Parameters<
      typeof createLostChats
    >[0]['views'],
    openDialogId: () => (open ? 'dlg_1' : null),
    emit: (event) => told.push(event),
  });
  return { lostChats, note: (dialogId: string) => bus.tell('dialogGone', dialogId), told };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test.each([
  [new ApiError({ code: 'notMember', status: 403 }), 'removed'],
  [new ApiError({ code: 'forbidden', status: 403 }), 'removed'],
  [new ApiError({ code: 'dialogNotFound', status: 404 }), 'deleted'],
  [new ApiError({ code: 'connectionLost' }), 'unknown'],
  [new ApiError({ code: 'serverFailed', status: 500 }), 'unknown'],
])('%s: %s (S7.5)', async (answer, reason) => {
  const { note, told } = setUp({ open: true, answer });
  note('dlg_1');
  await turn();
  expect(told).toEqual([{ type: 'dialogLost', title: 'Отдел', reason, draft: '' }]);
});

test('the list may tell of one’s own leaving before its answer comes (S7.5)', async () => {
  const { lostChats, note, told } = setUp({ open: true, draft: 'текст' });
  await lostChats.expecting('dlg_1', async () => note('dlg_1'));
  await turn();
  expect(told).toEqual([]);
  const refused = lostChats.expecting('dlg_1', () => Promise.reject(new Error('refused')));
  await expect(refused).rejects.toThrow('refused');
  note('dlg_1');
  await turn();
  expect(told).toHaveLength(1);
});

test.each([
  ['neither open nor written in', { draft: ' \u200b\n' }, 0],
  ['written in', { draft: 'ы' }, 1],
  ['open', { open: true }, 1],
] as const)('a chat that was %s', async (_what, state, count) => {
  const { note, told } = setUp(state);
  note('dlg_1');
  note('dlg_unknown');
  await turn();
  expect(told).toHaveLength(count);
});
