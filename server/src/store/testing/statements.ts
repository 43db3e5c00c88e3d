import { Client } from 'pg';
import { onTestFinished, vi } from 'vitest';

/** Answers what PostgreSQL has been asked by this process since then, until the test ends. */
export function noteStatements(): () => string[] {
  const query = vi.spyOn(Client.prototype, 'query');
  onTestFinished(() => query.mockRestore());
  return () =>
    query.mock.calls
      .map(([text]): unknown => text)
      .filter((text): text is string => typeof text === 'string');
}
