import { Client } from 'pg';
import { onTestFinished, vi } from 'vitest';

/** What PostgreSQL is asked by this process from now on, until the test ends. */
export function noteStatements(): string[] {
  const asked: string[] = [];
  const query = Client.prototype.query;
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...call) {
    const text: unknown = call[0];
    if (typeof text === 'string') asked.push(text);
    return Reflect.apply(query, this, call) as unknown;
  });
  onTestFinished(() => spy.mockRestore());
  return asked;
}
