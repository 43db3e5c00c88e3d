import { expect, test } from 'vitest';
import { createEvents } from './events.ts';

function setUp() {
  const warnings: unknown[] = [];
  const events = createEvents<string>({ info: () => {}, warn: (...told) => warnings.push(told) });
  return { events, warnings };
}

test('what a listener tells in turn reaches everybody after what it heard', () => {
  const { events } = setUp();
  const heard: string[] = [];
  events.subscribe((event) => {
    if (event === 'question') events.publish('answer');
  });
  events.subscribe((event) => heard.push(event));
  events.publish('question');
  expect(heard).toEqual(['question', 'answer']);
});

test('a listener that throws keeps nothing from the others, now or later', () => {
  const { events, warnings } = setUp();
  const heard: string[] = [];
  events.subscribe(() => {
    throw new RangeError('what somebody wrote');
  });
  events.subscribe((event) => heard.push(event));
  events.publish('first');
  events.publish('second');
  expect(heard).toEqual(['first', 'second']);
  expect(warnings).toEqual(Array(2).fill(['listener.failed', { cause: 'RangeError' }]));
});
