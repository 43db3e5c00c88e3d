import { createHash } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import { newMessageId } from '../ids.ts';
import { findDialog, insertDialog } from '../store/dialogs.ts';
import { afterOwnMessage, insertMembers } from '../store/members.ts';
import { insertMessage } from '../store/messages.ts';
import { findUserByPhone, insertUser } from '../store/users.ts';

const PEOPLE = [
  { userId: 'usr_petrov01', phone: '79111111111', name: 'Александр Петров' },
  { userId: 'usr_volkov01', phone: '79777777777', name: 'Андрей Волков' },
  { userId: 'usr_sokolov1', phone: '79222222222', name: 'Мария Соколова' },
  { userId: 'usr_orlov001', phone: '79333333333', name: 'Дмитрий Орлов' },
  { userId: 'usr_kuznets1', phone: '79444444444', name: 'Елена Кузнецова' },
];
const DIALOG_ID = 'dlg_general0000000000001';
const MESSAGES = [
  {
    phone: '79222222222',
    minutesAgo: 42,
    content: 'Всем привет! Это общий чат, здесь можно писать обо всём.',
  },
  { phone: '79333333333', minutesAgo: 37, content: 'Привет! Наконец-то все в одном месте 👍' },
];

/** The people, the group «Общий» and two messages in it. What is there already stays as it is. */
export async function seedDemo(context: ServerContext): Promise<void> {
  const now = context.now();
  await context.commits.run(async (trx) => {
    const ids = new Map<string, string>();
    for (const person of PEOPLE) {
      const user = (await findUserByPhone(trx, person.phone)) ?? (await insertUser(trx, { ...person, now }));
      ids.set(person.phone, user.user_id);
    }
    if (await findDialog(trx, DIALOG_ID)) return;
    const [owner, ...others] = ids.values();
    const began = now - 3_600_000;
    const dialog = { dialogId: DIALOG_ID, kind: 'group' as const, directKey: null, name: 'Общий' };
    await insertDialog(trx, { ...dialog, createdBy: owner ?? '', now: began });
    const members = [
      { userId: owner ?? '', role: 'owner' as const },
      ...others.map((userId) => ({ userId, role: 'member' as const })),
    ];
    await insertMembers(trx, { dialogId: DIALOG_ID, lastSeq: 0 }, members, began);
    for (const { phone, minutesAgo, content } of MESSAGES) {
      const senderId = ids.get(phone) ?? '';
      const row = await insertMessage(trx, {
        messageId: newMessageId(),
        dialogId: DIALOG_ID,
        senderId,
        clientMessageId: null,
        bodyHash: createHash('sha256').update(content).digest('base64'),
        content,
        type: 'text',
        meta: '{}',
        now: now - minutesAgo * 60_000,
      });
      await afterOwnMessage(trx, { dialogId: DIALOG_ID, senderId, seq: row.seq, createdAt: row.created_at });
    }
  });
}
