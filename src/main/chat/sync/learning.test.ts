import { expect, test } from 'vitest';
import { createBus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { StoreError } from '../store.ts';
import { createLearning } from './learning.ts';

function learning(answer: () => Promise<unknown>, takeUsers = () => {}) {
  const told: string[] = [];
  const { learnUser } = createLearning({
    bus: createBus(),
    rest: { user: answer } as unknown as RestClient,
    directory: { hasUser: () => false, takeUsers } as unknown as Directory,
    log: { info: (event) => told.push(event), warn: () => {} },
    isUp: () => true,
    takeDetails: () => {},
    onFailed: () => {},
  });
  return { learnUser, told };
}

test('a sender who is no user is asked about once', async () => {
  let asked = 0;
  const { learnUser, told } = learning(() => {
    asked += 1;
    return Promise.reject(new ApiError({ code: 'dialogNotFound', status: 404 }));
  });
  await learnUser('usr_1');
  await learnUser('usr_1');
  expect([asked, told]).toEqual([1, ['users.unknown']]);
});

test('a name that could not be stored is no unknown one: the failure goes to whoever asked', async () => {
  const { learnUser, told } = learning(
    async () => ({ userId: 'usr_1', name: 'Имя', phone: null }),
    () => {
      throw new StoreError('full');
    },
  );
  await expect(learnUser('usr_1')).rejects.toThrow(StoreError);
  expect(told).toEqual([]);
});
