/** What of this account lies on the disk, and how to have less of it. */
import type { Directory } from '../people/directory.ts';
import type { HistoryStore } from '../store.ts';
import type { Freshness } from '../sync/freshness.ts';

export function createStorage(options: {
  store: HistoryStore;
  directory: Directory;
  freshness: Pick<Freshness, 'startFrom'>;
}) {
  const { store, directory, freshness } = options;

  return {
    storage: () => store.size(),
    /** What was downloaded is forgotten; the open dialog comes again, the others when they are opened. */
    clearStorage(): void {
      const records = directory.records();
      store.transaction(() => {
        for (const { dialogId } of records) directory.update(dialogId, { certified: null, knownRev: null });
        store.clearDownloaded();
        freshness.startFrom(Math.max(0, ...records.map((record) => record.lastActivityAt)), true);
      });
      store.compact();
    },
  };
}
