import { everyone, maximumMentions } from '../../../../src/shared/mentionLimits.ts';
import { maximumPersonName } from '../../../../src/shared/names.ts';
import type { Db, DialogRow, MemberRow } from '../../store/schema.ts';
import { memberIds } from './store/members.ts';

export interface Writer {
  dialog: DialogRow;
  member: MemberRow;
}

/**
 * The meta of a message with whom it may name (P7.35, P7.36): members of the dialog, and everybody where the owner or an admin of a
 * group writes. Anything else is left out.
 */
export async function withAllowedMentions(
  db: Db,
  meta: Record<string, unknown>,
  { dialog, member }: Writer,
): Promise<Record<string, unknown>> {
  const { mentions, mentionNames, ...rest } = meta;
  if (!Array.isArray(mentions)) return rest;
  const members = new Set(await memberIds(db, dialog.dialog_id));
  const mayNameAll = dialog.kind === 'group' && member.role !== 'member';
  const allowed = new Set(
    mentions.filter((id) => (id === everyone ? mayNameAll : typeof id === 'string' && members.has(id))),
  );
  const ids = [...allowed].slice(0, maximumMentions);
  const names = Object.entries(typeof mentionNames === 'object' ? (mentionNames ?? {}) : {}).filter(
    ([id, name]) => ids.includes(id) && typeof name === 'string' && name.length <= maximumPersonName,
  );
  return {
    ...rest,
    mentions: ids,
    ...(names.length === 0 ? {} : { mentionNames: Object.fromEntries(names) }),
  };
}
