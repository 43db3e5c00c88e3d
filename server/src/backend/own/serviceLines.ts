import { serviceSenderId } from '../../../../src/shared/serviceLine.ts';
import { encodeServiceLine, type ServiceLine } from '../../../../src/shared/serviceLineSchema.ts';
import type { WireMessage } from '../../contract/wire.ts';
import { newMessageId } from '../../ids.ts';
import type { Db } from '../../store/schema.ts';
import { findUser } from '../../store/users.ts';
import type { OwnContext } from './context.ts';
import { insertMessage } from './store/messages.ts';
import { messageItem } from './wire.ts';

/** Writes the line into the group, inside the transaction of what it tells of; answers it as everybody gets it. */
export async function writeServiceLine(
  context: Pick<OwnContext, 'now'>,
  trx: Db,
  dialogId: string,
  line: ServiceLine,
): Promise<WireMessage> {
  const { type, meta } = encodeServiceLine(line);
  const row = await insertMessage(trx, {
    messageId: newMessageId(),
    dialogId,
    senderId: serviceSenderId,
    clientMessageId: null,
    bodyHash: '',
    content: sentenceOf(line),
    type,
    meta: JSON.stringify(meta),
    now: context.now(),
  });
  return messageItem(row, []);
}

export async function namedPerson(trx: Db, userId: string): Promise<{ userId: string; name: string }> {
  return { userId, name: (await findUser(trx, userId))?.name ?? '' };
}

/** For clients that cannot read the meta. Right whatever gender a name has, and names stay as they are written. */
function sentenceOf(line: ServiceLine): string {
  const actor = line.actor.name;
  switch (line.event) {
    case 'created':
      return `${actor} создал(а) группу «${line.name}»`;
    case 'renamed':
      return `${actor} изменил(а) название группы на «${line.name}»`;
    case 'added':
      return `${actor} добавил(а) в группу: ${line.person.name}`;
    case 'removed':
      return `${actor} удалил(а) из группы: ${line.person.name}`;
    case 'left':
      return `${actor} покинул(а) группу`;
    case 'role':
      return roleSentence(actor, line.person.name, line.role);
  }
}

function roleSentence(actor: string, person: string, role: 'owner' | 'admin' | 'member'): string {
  if (role === 'owner') return `Теперь владелец группы — ${person}`;
  return role === 'admin'
    ? `${actor} назначил(а) администратора: ${person}`
    : `${actor} снял(а) права администратора: ${person}`;
}
