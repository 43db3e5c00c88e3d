import type { HistoryStore } from '../../src/main/chat/store.ts';

export class HistoryClosed extends Error {}

/** As of a file: what an engine still has to write when it is killed is never written. */
export function handleOf(store: HistoryStore): HistoryStore {
  let isOpen = true;
  const methods = Object.entries(store).map(([name, method]: [string, (...input: unknown[]) => unknown]) => [
    name,
    (...input: unknown[]) => {
      if (!isOpen) throw new HistoryClosed();
      return method(...input);
    },
  ]);
  return {
    ...(Object.fromEntries(methods) as HistoryStore),
    close: () => {
      isOpen = false;
    },
  };
}
