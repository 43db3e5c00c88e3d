/** Set up for every e2e file: a process that crashes fails the test it crashed in, or the file when no test is left. */
import { afterAll, beforeEach, expect, onTestFinished } from 'vitest';
import { takeCrashes } from './crashes.ts';

const nothingCrashed = async () => expect(await takeCrashes(), 'processes that crashed').toEqual([]);

// The first that is asked for is the last that is done: by then the test has ended its apps.
beforeEach(() => onTestFinished(nothingCrashed));
afterAll(nothingCrashed);
