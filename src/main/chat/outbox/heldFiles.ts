/** The files of messages that were not sent are kept until those are, or are gone (S20.6). */
import type { ObservedStore } from '../changes.ts';
import type { AccountFiles } from '../ports.ts';

export type HeldFiles = ReturnType<typeof createHeldFiles>;

export function createHeldFiles({
  store,
  files,
}: {
  store: ObservedStore;
  files?: AccountFiles | undefined;
}) {
  const holders = new Set(files?.holders());

  function releaseUnless(key: string): void {
    const message = store.message(key);
    if (message !== null && message.state !== 'sent') return;
    holders.delete(key);
    files?.release(key);
  }

  // A crash may have come between the files and their message.
  for (const key of holders) releaseUnless(key);
  store.onCommit('heldFiles', ({ messages }) => {
    if (holders.size === 0) return;
    for (const { saved, removed } of messages.values())
      for (const key of [...saved.keys(), ...removed]) if (holders.has(key)) releaseUnless(key);
  });

  return {
    /** Before the message is written: one without its files could never be sent. */
    hold(fileIds: string[], messageKey: string): void {
      holders.add(messageKey);
      for (const fileId of fileIds) files?.hold(fileId, messageKey);
    },
  };
}
