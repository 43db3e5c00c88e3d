/** What a server itself has of everything but the chats of checks: equal before and after, nothing else was written. */
import { openRaw } from '../../../server/src/store/testing/rawDatabase.ts';
import type { OldState } from '../../fixtures/oldBackend/state.ts';

/** @param file of our server's data, which may be running */
export async function ownTruth(file: string): Promise<Record<string, unknown[]>> {
  const raw = await openRaw(file);
  const others = "select dialog_id from dialogs where name is null or name not like 'QA %'";
  const queries = {
    dialogs: `select * from dialogs where dialog_id in (${others}) order by dialog_id`,
    members: `select * from members where dialog_id in (${others}) order by dialog_id, user_id`,
    messages: `select * from messages where dialog_id in (${others}) order by message_id`,
    reactions: 'select * from reactions',
    files: 'select * from files',
    people: 'select * from users order by user_id',
  };
  try {
    const found: Record<string, unknown[]> = {};
    for (const [name, query] of Object.entries(queries)) found[name] = await raw.rows(query);
    // A sign-in tells when it was.
    for (const person of found['people'] ?? []) delete (person as { last_active_at?: number }).last_active_at;
    return found;
  } finally {
    await raw.close();
  }
}

export function oldTruth(state: OldState) {
  return structuredClone({
    users: [...state.users.values()],
    dialogs: [...state.dialogs.values()].filter(({ name }) => !name.startsWith('QA ')),
  });
}
