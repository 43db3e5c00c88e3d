import { Client } from 'pg';
import { onTestFinished, vi } from 'vitest';

/** Answers what PostgreSQL has been asked by this process since then, until the test ends. */
export function noteStatements(): () => string[] {
  const query = vi.spyOn(Client.prototype, 'query');
  onTestFinished(() => query.mockRestore());
  return () =>
    query.mock.calls
      .map(([asked]: unknown[]) => asked)
      .map((asked) => (typeof asked === 'object' && asked !== null && 'text' in asked ? asked.text : asked))
      .filter((text): text is string => typeof text === 'string');
}
