import { expect, test } from 'vitest';
import { createBus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { StoreError } from '../store.ts';
import { createLearning } from './learning.ts';

function learning(answer: () => Promise<unknown>, takeUsers = () => {}) {
  const told: string[] = [];
  const bus = createBus();
  let listed = 0;
  const users = async () => {
    listed += 1;
    return [];
  };
  const { learnUser, learnPeople } = createLearning({
    bus,
    rest: { user: answer, users } as unknown as RestClient,
    directory: {
      hasUser: () => false,
      takeUsers,
      lacksMembers: () => [],
      records: () => [],
    } as unknown as Directory,
    log: { info: (event) => told.push(event), warn: () => {} },
    isUp: () => true,
    takeDetails: () => {},
    onFailed: () => {},
  });
  return { bus, learnUser, learnPeople, told, listed: () => listed };
}

const nobody = () => new ApiError({ code: 'userNotFound', status: 404 });

test('a sender who is no user is asked about once', async () => {
  let asked = 0;
  const { learnUser, told } = learning(() => {
    asked += 1;
    return Promise.reject(nobody());
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

test.each([
  ['too many requests', new ApiError({ code: 'tooManyAttempts', status: 429 })],
  ['an outage', new ApiError({ code: 'serverFailed', status: 503 })],
  ['no answer', new ApiError({ code: 'timeout', failure: 'timeout' })],
  ['a proxy that knows no such page', new ApiError({ code: 'notChatServer', status: 404 })],
  ['a full disk', new StoreError('full')],
])('a name that did not come for once is asked for again: %s', async (_what, failure) => {
  let asked = 0;
  const { learnUser } = learning(() => {
    asked += 1;
    return Promise.reject(failure);
  });
  await learnUser('usr_1').catch(() => {});
  await learnUser('usr_1').catch(() => {});
  expect(asked).toBe(2);
});

test('while a name is on its way nobody else asks for it', async () => {
  let asked = 0;
  const { learnUser } = learning(async () => {
    asked += 1;
    throw new ApiError({ code: 'serverFailed', status: 503 });
  });
  await Promise.all([learnUser('usr_1'), learnUser('usr_1')]);
  expect(asked).toBe(1);
});

test('with a new connection everybody may be known: the list and who was not are asked for again', async () => {
  let asked = 0;
  const { bus, learnUser, learnPeople, listed } = learning(() => {
    asked += 1;
    return Promise.reject(nobody());
  });
  const learn = async () => {
    await learnPeople();
    await learnUser('usr_1');
  };
  await learn();
  await learn();
  expect([listed(), asked]).toEqual([1, 1]);
  bus.tell('connected', 2);
  await learn();
  expect([listed(), asked]).toEqual([2, 2]);
});
