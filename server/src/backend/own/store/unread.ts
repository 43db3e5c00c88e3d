import { sql } from 'kysely';
import { serviceSenderId } from '../../../../../src/shared/serviceLine.ts';

/**
 * How many messages of `dialogs` one of its `members` has not read. They are numbered without gaps: what stands above the mark,
 * without what is the reader's own or nobody's, and without what others removed.
 */
export const unreadCount = sql<number>`dialogs.last_seq - members.read_seq
  - (select count(*) from messages own where own.dialog_id = members.dialog_id
    and own.sender_id in (members.user_id, ${serviceSenderId}) and own.seq > members.read_seq)
  - (select count(*) from messages gone where gone.dialog_id = members.dialog_id
    and gone.removed_at is not null and gone.sender_id != members.user_id and gone.seq > members.read_seq)`;
