/** Whoever wrote a message that came is asked about, where the name is not known here. */
import { isServiceLine } from '../../../shared/serviceLine.ts';
import type { ObservedStore } from '../changes.ts';
import type { Directory } from './directory.ts';

export function learnSenders(options: {
  store: ObservedStore;
  directory: Directory;
  learnUser(userId: string): Promise<void>;
  onFailed(error: unknown): void;
}): void {
  options.store.onCommit('senders', ({ messages }) => {
    const written = [...messages.values()]
      .flatMap(({ saved }) => [...saved.values()])
      .filter(({ id, type }) => id !== null && !isServiceLine(type));
    for (const senderId of new Set(written.map((message) => message.senderId)))
      if (!options.directory.hasUser(senderId)) void options.learnUser(senderId).catch(options.onFailed);
  });
}
