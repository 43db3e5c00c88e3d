import { setTimeout as delay } from 'node:timers/promises';
import type { Chat3Context } from './context.ts';
import { memberIds } from './directory.ts';

/** Of a person's newest dialogs, those whose members count as peers. */
const DIALOGS = 50;
/** Who shares a dialog with whom changes seldom, and each look costs Chat3 many requests. */
const FRESH_MS = 5 * 60_000;
/** Nobody waits longer for a slow Chat3: who has been found out by then counts, the rest the next time. */
const PATIENCE_MS = 2_000;

/**
 * Everyone who shares one of the user's newest dialogs, of at most `mostMembers`, the user excluded; as far as can be found out
 * in two seconds. Throws nothing.
 */
export async function peersOf(
  { chat3, directory, log }: Pick<Chat3Context, 'chat3' | 'directory' | 'log'>,
  userId: string,
  mostMembers = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const peers = new Set<string>();
  const look = async () => {
    const { rows } = await chat3.dialogsOf(userId, { offset: 0, limit: DIALOGS }, false);
    for (const { dialogId } of rows) {
      const members = memberIds(await directory.dialog(dialogId, FRESH_MS));
      if (members.length <= mostMembers) for (const member of members) peers.add(member);
    }
  };
  const looking = look().catch((error: unknown) => log.debug({ err: error }, 'peers could not be read'));
  const patience = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([looking, late]);
  patience.abort();
  peers.delete(userId);
  return [...peers];
}
