import { expect, test } from 'vitest';
import { failuresOf } from './failures.mjs';

const passed = { ancestorTitles: [], title: 'works', status: 'passed', failureMessages: [] };
const file = (name: string, rest: object) => ({
  name: `/checkout/${name}`,
  status: 'failed',
  message: '',
  assertionResults: [passed],
  ...rest,
});

test('names every test that failed, with the first line of what it said, and files that did not load', () => {
  const failed = (title: string, ...failureMessages: string[]) => ({
    ancestorTitles: ['the list', 'of chats'],
    title,
    status: 'failed',
    failureMessages,
  });
  const report = {
    testResults: [
      file('src/good.test.ts', { status: 'passed' }),
      file('src/bad.test.ts', {
        assertionResults: [
          passed,
          failed('is sorted', 'AssertionError: expected 1 to be 2\n    at bad.test.ts:3:1', 'Error: another'),
          failed('says nothing'),
          failed('hangs', 'Error: STACK_TRACE_ERROR\n    at bad.test.ts:9:1'),
        ],
      }),
      file('tests/unloaded.test.ts', {
        message: '\nCannot find module ./gone.ts\n    at x',
        assertionResults: [],
      }),
      // What runs before or after its tests.
      file('tests/hook.test.ts', { message: 'Hook timed out' }),
    ],
  };

  expect(failuresOf(report, '/checkout')).toEqual([
    'src/bad.test.ts > the list > of chats > is sorted: AssertionError: expected 1 to be 2',
    'src/bad.test.ts > the list > of chats > says nothing',
    'src/bad.test.ts > the list > of chats > hangs: timed out',
    'tests/unloaded.test.ts: Cannot find module ./gone.ts',
    'tests/hook.test.ts: Hook timed out',
  ]);
});
