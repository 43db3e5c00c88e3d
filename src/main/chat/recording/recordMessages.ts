/** Messages that were written here, and those that came, each once. */
import { isServiceLine } from '../../../shared/serviceLine.ts';
import type { ChangeSet, ObservedStore } from '../changes.ts';
import type { Recording } from './recording.ts';

export function recordMessages(options: {
  store: ObservedStore;
  ownUserId: string;
  recording: Recording;
}): void {
  const { store, ownUserId, recording } = options;

  function follow({ messages, news }: ChangeSet): void {
    for (const [dialog, { saved, added }] of messages) {
      for (const { key, id, clientMessageId, senderId, type, createdAt } of saved.values()) {
        if (!added.has(key) || isServiceLine(type)) continue;
        const own = senderId === ownUserId;
        if (id === null) recording.note({ kind: 'send', message: clientMessageId ?? key, dialog });
        // What pages bring from before this account looked here is no arrival.
        else if (own || news.get(key) === true)
          recording.note({
            kind: 'arrival',
            message: id,
            dialog,
            own,
            createdAt,
            live: recording.hasTold(id),
          });
      }
    }
  }

  store.onCommit('recording', follow);
}
