import { expect, test } from 'vitest';
import { DatabaseError } from '../../storage/databaseError.ts';
import { createBus } from '../facts.ts';
import { createFailureLog } from './failures.ts';
import { ApiError } from './rest.ts';

test.each([
  ['request.failed', new ApiError({ code: 'serverFailed', status: 500 }), 0],
  ['request.failed', new ApiError({ code: 'sessionExpired', status: 401 }), 1],
  ['store.failed', new DatabaseError('full', 'database or disk is full'), 0],
  ['engine.failed', new TypeError('nothing to read of'), 0],
])('%s: %s', (event, error, doubts) => {
  const bus = createBus();
  const told: string[] = [];
  let doubted = 0;
  bus.on('authDoubted', () => {
    doubted += 1;
  });
  createFailureLog({ bus, log: { info: () => {}, warn: (name) => told.push(name) } })(error);
  expect([told, doubted]).toEqual([[event], doubts]);
});
