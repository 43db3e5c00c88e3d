import { Client } from 'pg';
import { onTestFinished, vi } from 'vitest';

/** Answers what PostgreSQL was asked by this process since then, until the test ends. */
export function noteStatements(): () => string[] {
  const spy = vi.spyOn(Client.prototype, 'query');
  onTestFinished(() => spy.mockRestore());
  return () => spy.mock.calls.map(([text]: unknown[]) => String(text));
}
