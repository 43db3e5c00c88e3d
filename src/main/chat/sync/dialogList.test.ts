import { expect, test, vi } from 'vitest';
import type { RemoteDialog, RemoteDialogPage } from '../../../shared/remote.ts';
import { readDialogList, sharedWithSuccessor } from './dialogList.ts';

const named = (dialogId: string) => ({ dialogId }) as RemoteDialog;
const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `dlg_${from + index}`);

/** Answers the pages in order, and the last one again and again. */
function restOf(...answers: { ids: string[]; dropped?: number; pages?: number }[]) {
  let asked = 0;
  return {
    dialogs: async (): Promise<RemoteDialogPage> => {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? { ids: [] };
      return {
        dialogs: answer.ids.map(named),
        dropped: answer.dropped ?? 0,
        pagination:
          answer.pages === undefined ? null : { page: asked, limit: 100, total: 0, pages: answer.pages },
      };
    },
  };
}

const gone = async (rest: ReturnType<typeof restOf>, known: string[]) =>
  (await readDialogList(rest, known)).gone;

test('what a list of one page does not hold is gone (S7.4)', async () => {
  expect(await gone(restOf({ ids: ids(1, 3) }), ids(1, 4))).toEqual(['dlg_4']);
});

test('a dialog that moved up while the pages were read is not gone, and is listed (S7.4)', async () => {
  const first = ids(1, 100);
  // dlg_101 got a message between the two pages.
  const rest = restOf({ ids: first }, { ids: [] }, { ids: ['dlg_101', ...ids(1, 99)] }, { ids: ['dlg_100'] });
  const list = await readDialogList(rest, ids(1, 101));
  expect(list.gone).toEqual([]);
  expect(list.dialogs.map(({ dialogId }) => dialogId).sort()).toEqual(ids(1, 101).sort());
});

test('what two readings of several pages do not hold is gone (S7.4)', async () => {
  const rest = restOf({ ids: ids(1, 100) }, { ids: ['dlg_101'] }, { ids: ids(1, 100) }, { ids: ['dlg_101'] });
  expect(await gone(rest, ids(1, 102))).toEqual(['dlg_102']);
});

test('while a row could not be understood, nothing is gone (S7.4, P1.6)', async () => {
  const list = await readDialogList(restOf({ ids: ids(1, 2), dropped: 1 }, { ids: [] }), ids(1, 3));
  expect(list).toMatchObject({ gone: [], complete: false });
});

test('a server that gives fewer rows a page than asked for is read to its last page (P2.6)', async () => {
  const rest = restOf({ ids: ids(1, 50), pages: 2 }, { ids: ids(51, 80), pages: 2 });
  expect(await readDialogList(rest, ids(1, 80))).toMatchObject({ gone: [], complete: true });
});

test('who asks while a run is on gets the next one, together with the others (S7.6)', async () => {
  const ends: ((value: number) => void)[] = [];
  const task = vi.fn(() => new Promise<number>((resolve) => ends.push(resolve)));
  const ask = sharedWithSuccessor(task);
  const [first, second, third] = [ask(), ask(), ask()];
  ends[0]?.(1);
  expect(await first).toBe(1);
  await expect.poll(() => ends).toHaveLength(2);
  const fourth = ask();
  ends[1]?.(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  await expect.poll(() => ends).toHaveLength(3);
  ends[2]?.(3);
  expect(await fourth).toBe(3);
});

test('a run that fails takes nobody with it who asked later', async () => {
  const task = vi.fn().mockRejectedValueOnce(new Error('no network')).mockResolvedValueOnce('list');
  const ask = sharedWithSuccessor<string>(task);
  const [first, second] = [ask(), ask()];
  await expect(first).rejects.toThrow('no network');
  expect(await second).toBe('list');
});
