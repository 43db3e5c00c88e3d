import { createHash } from 'node:crypto';
import { countsOf } from '../backend/own/reactions.ts';
import { directKeyOf, findDialog, insertDialog, nextRev } from '../backend/own/store/dialogs.ts';
import { afterOwnMessage, insertMembers, listMembers, setMarks } from '../backend/own/store/members.ts';
import { insertMessage, putReaction, setReactionCounts } from '../backend/own/store/messages.ts';
import type { ServerContext } from '../context.ts';
import type { Db } from '../store/schema.ts';
import { findUserByPhone, insertUser } from '../store/users.ts';
import type { DemoChat, DemoMessage, When } from './chat.ts';
import { groups } from './groups.ts';
import { pairs } from './pairs.ts';
import { fewPeople, type Language, people, type Who } from './people.ts';
import { smallWorld } from './small.ts';

/** A company in one of the two languages, or the few people and messages that tests count on. */
export type World = Language | 'small';

interface Seeding {
  trx: Db;
  language: Language;
  userIds: ReadonlyMap<Who, string>;
  now: number;
}

/**
 * The people of a world, their chats and messages, the same whenever `now` is. What is there already stays as it is.
 * `peopleOnly`: of a server that keeps the rest elsewhere.
 */
export async function seedDemo(
  context: ServerContext,
  world: World,
  { peopleOnly = false } = {},
): Promise<void> {
  const now = context.now();
  const small = world === 'small';
  const language = small ? 'ru' : world;
  await context.commits.run(async (trx) => {
    const userIds = new Map<Who, string>();
    for (const who of small ? fewPeople : (Object.keys(people) as Who[])) {
      const { userId, phone, name } = people[who];
      const known = await findUserByPhone(trx, phone);
      const user = known ?? (await insertUser(trx, { userId, phone, name: name[language], now }));
      userIds.set(who, user.user_id);
    }
    if (peopleOnly) return;
    for (const chat of small ? smallWorld : [...groups, ...pairs]) {
      if (!(await findDialog(trx, chat.dialogId))) await seedChat({ trx, language, userIds, now }, chat);
    }
  });
}

async function seedChat(seeding: Seeding, chat: DemoChat): Promise<void> {
  const { trx, language, userIds, now } = seeding;
  const { dialogId } = chat;
  const idOf = (who: Who) => userIds.get(who) ?? '';
  const [first, second] = chat.members;
  const began = timeOf(chat.messages[0]?.when ?? 0, now) - 18 * 60_000;
  const directKey = chat.name === null && first && second ? directKeyOf(idOf(first), idOf(second)) : null;
  await insertDialog(trx, {
    dialogId,
    kind: directKey === null ? 'group' : 'direct',
    directKey,
    name: chat.name?.[language] ?? chat.members.map((who) => people[who].name[language]).join(', '),
    createdBy: first ? idOf(first) : '',
    now: began,
  });
  const members = chat.members.map((who, index) => ({
    userId: idOf(who),
    role: index === 0 && directKey === null ? ('owner' as const) : ('member' as const),
  }));
  await insertMembers(trx, { dialogId, lastSeq: 0 }, members, began);
  for (const [index, message] of chat.messages.entries()) {
    await seedMessage(seeding, { dialogId, index, senderId: idOf(message.who), message, idOf });
  }
  if (chat.unread) await seedMarks(seeding, chat, chat.unread);
}

interface Placed {
  dialogId: string;
  index: number;
  senderId: string;
  message: DemoMessage;
  idOf: (who: Who) => string;
}

async function seedMessage({ trx, language, now }: Seeding, placed: Placed): Promise<void> {
  const { dialogId, index, senderId, message, idOf } = placed;
  const content = message.text[language];
  const messageId = `msg_${createHash('sha256').update(`${dialogId} ${index}`).digest('hex').slice(0, 20)}`;
  const row = await insertMessage(trx, {
    messageId,
    dialogId,
    senderId,
    clientMessageId: null,
    bodyHash: createHash('sha256').update(content).digest('base64'),
    content,
    type: 'text',
    meta: '{}',
    now: timeOf(message.when, now),
  });
  await afterOwnMessage(trx, { dialogId, senderId, seq: row.seq, createdAt: row.created_at });

  const reactions = Object.entries(message.reactions).flatMap(([reaction, fans = []]) =>
    fans.map((who) => ({ reaction, userId: idOf(who) })),
  );
  if (reactions.length === 0) return;
  for (const { reaction, userId } of reactions) {
    await putReaction(trx, {
      message_id: messageId,
      user_id: userId,
      reaction,
      created_at: row.created_at + 60_000,
    });
  }
  const counts = JSON.stringify(countsOf(reactions.map(({ reaction }) => reaction)));
  await setReactionCounts(trx, messageId, {
    counts,
    rev: await nextRev(trx, dialogId),
    now: row.created_at + 60_000,
  });
}

/** Everything was delivered, and read but for the newest messages of some. */
async function seedMarks(
  { trx, userIds, now }: Seeding,
  { dialogId, messages }: DemoChat,
  unread: NonNullable<DemoChat['unread']>,
): Promise<void> {
  const unreadById = new Map(Object.entries(unread).map(([who, count]) => [userIds.get(who as Who), count]));
  for (const member of await listMembers(trx, dialogId)) {
    const readSeq = Math.max(member.read_seq, messages.length - (unreadById.get(member.user_id) ?? 0));
    const rev = await nextRev(trx, dialogId);
    await setMarks(trx, member, { deliveredSeq: messages.length, readSeq, rev, now });
  }
}

/** Milliseconds since 1970; days and times of day are this computer's. */
function timeOf(when: When, now: number): number {
  if (typeof when === 'number') return now - when * 60_000;
  const [daysAgo, time] = when;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const day = new Date(now);
  day.setDate(day.getDate() - daysAgo);
  return day.setHours(hours, minutes, 0, 0);
}
