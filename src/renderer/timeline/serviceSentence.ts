import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { isolated } from '../../shared/bidi.ts';
import type { MemberRole } from '../../shared/domain.ts';
import type { ServiceLine } from '../../shared/serviceLineSchema.ts';

/** Right whatever gender a name has, and with names as they are written: none of them is inflected. */
export function serviceSentence(
  line: ServiceLine,
  ownId: string,
  nameOf: (userId: string) => string | undefined,
): MessageDescriptor {
  const named = ({ userId, name }: ServiceLine['actor']) => isolated(nameOf(userId) ?? name);
  const byOwn = line.actor.userId === ownId;
  const actor = named(line.actor);
  switch (line.event) {
    case 'created': {
      const name = isolated(line.name);
      return byOwn ? msg`Вы создали группу «${name}»` : msg`${actor} создал(а) группу «${name}»`;
    }
    case 'renamed': {
      const name = isolated(line.name);
      return byOwn
        ? msg`Вы изменили название группы на «${name}»`
        : msg`${actor} изменил(а) название группы на «${name}»`;
    }
    case 'left':
      return byOwn ? msg`Вы покинули группу` : msg`${actor} покинул(а) группу`;
    default:
      return aboutPerson(line, {
        actor,
        byOwn,
        person: named(line.person),
        ofOwn: line.person.userId === ownId,
      });
  }
}

interface People {
  actor: string;
  byOwn: boolean;
  person: string;
  ofOwn: boolean;
}

function aboutPerson(
  line: ServiceLine & { event: 'added' | 'removed' | 'role' },
  { actor, byOwn, person, ofOwn }: People,
): MessageDescriptor {
  switch (line.event) {
    case 'added':
      if (ofOwn) return msg`${actor} добавил(а) вас в группу`;
      return byOwn ? msg`Вы добавили в группу: ${person}` : msg`${actor} добавил(а) в группу: ${person}`;
    case 'removed':
      if (ofOwn) return msg`${actor} удалил(а) вас из группы`;
      return byOwn ? msg`Вы удалили из группы: ${person}` : msg`${actor} удалил(а) из группы: ${person}`;
    case 'role':
      return aboutRole(line.role, { actor, byOwn, person, ofOwn });
  }
}

function aboutRole(role: MemberRole, { actor, byOwn, person, ofOwn }: People): MessageDescriptor {
  switch (role) {
    case 'owner':
      return ofOwn ? msg`Теперь владелец группы — вы` : msg`Теперь владелец группы — ${person}`;
    case 'member':
      return ofOwn ? msg`Вы больше не администратор группы` : msg`${person} больше не администратор группы`;
    case 'admin':
      if (ofOwn) return msg`${actor} назначил(а) вас администратором`;
      return byOwn
        ? msg`Вы назначили администратора: ${person}`
        : msg`${actor} назначил(а) администратора: ${person}`;
  }
}
