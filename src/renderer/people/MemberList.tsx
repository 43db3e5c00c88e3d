import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Ellipsis, MessageCircle, ShieldCheck, ShieldMinus, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Menu, MenuTrigger, Popover } from 'react-aria-components';
import { isolated } from '../../shared/bidi.ts';
import type { CommandResult } from '../../shared/bridge.ts';
import type { DialogDetailsView } from '../../shared/views.ts';
import { openChatWith } from '../state/actions.ts';
import { call } from '../state/bridge.ts';
import { showNotice } from '../state/notice.ts';
import { isOnline, selectOwnId, useChat } from '../state/store.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { MenuEntry } from '../ui/MenuEntry.tsx';
import { useShownNames } from './useShownNames.ts';

interface MemberListProps {
  details: DialogDetailsView;
  onChanged: () => void;
  onAdd: () => void;
}

type Member = DialogDetailsView['members'][number];

export function MemberList({ details, onChanged, onAdd }: MemberListProps) {
  const { t } = useLingui();
  const { members, dialogId } = details;
  const [removing, setRemoving] = useState<Member | null>(null);
  const nameOf = useNames();
  const title = t`${plural(members.length, {
    one: '# участник',
    few: '# участника',
    many: '# участников',
    other: '# участника',
  })}`;
  return (
    <section aria-label={title} className="pt-4">
      <div className="flex items-center justify-between pb-1">
        <h3 className="text-[0.8125rem] font-semibold text-muted">{title}</h3>
        {details.canAddMembers && (
          <Button kind="quiet" onPress={onAdd}>
            <UserPlus aria-hidden="true" className="size-4" />
            <Trans>Добавить</Trans>
          </Button>
        )}
      </div>
      <ul>
        {members.map((member) => (
          <MemberRow
            key={member.userId}
            member={member}
            details={details}
            onChanged={onChanged}
            onRemove={() => setRemoving(member)}
          />
        ))}
      </ul>
      {removing && (
        <Confirm
          title={t`Удалить участника?`}
          action={t`Удалить`}
          onConfirm={() => call('removeMember', { dialogId, userId: removing.userId })}
          onDone={onChanged}
          onClose={() => setRemoving(null)}
        >
          <Trans>{isolated(nameOf(removing.userId))} больше не увидит новых сообщений этого чата.</Trans>
        </Confirm>
      )}
    </section>
  );
}

function useNames(): (userId: string) => string {
  const { t } = useLingui();
  const users = useChat((state) => state.users);
  const shownName = useShownNames();
  return (userId) => shownName(userId, users.get(userId)?.name ?? t`Неизвестный сотрудник`);
}

interface MemberRowProps {
  member: Member;
  details: DialogDetailsView;
  onChanged: () => void;
  onRemove: () => void;
}

function MemberRow({ member, details, onChanged, onRemove }: MemberRowProps) {
  const { t } = useLingui();
  const name = useNames()(member.userId);
  const isOwn = useChat(selectOwnId) === member.userId;
  const online = useChat((state) => isOnline(state, member.userId));
  const role = { owner: t`владелец`, admin: t`администратор`, member: null }[member.role ?? 'member'];
  const notes = [isOwn && t`вы`, role].filter(Boolean).join(', ');
  return (
    <li className="flex items-center gap-3 py-1.5">
      <Avatar id={member.userId} name={name} size="small" online={online} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate text-left">
          {name}
        </span>
        {notes && <span className="block text-[0.8125rem] text-muted">{notes}</span>}
      </span>
      {!isOwn && (
        <MemberMenu name={name} member={member} details={details} onChanged={onChanged} onRemove={onRemove} />
      )}
    </li>
  );
}

function MemberMenu({ name, member, details, onChanged, onRemove }: MemberRowProps & { name: string }) {
  const { t } = useLingui();
  const { userId, role } = member;
  const isAdmin = role === 'admin';
  const mayChangeRole = details.canChangeRoles && role !== 'owner';

  async function write() {
    const failure = await openChatWith(userId);
    if (failure) showNotice(failure);
  }

  async function change(work: Promise<CommandResult<unknown>>) {
    const result = await work;
    if (result.ok) onChanged();
    else showNotice(result.error.code);
  }

  function act(action: string) {
    if (action === 'write') void write();
    if (action === 'remove') onRemove();
    if (action !== 'role') return;
    const next = isAdmin ? 'member' : 'admin';
    void change(call('setMemberRole', { dialogId: details.dialogId, userId, role: next }));
  }

  return (
    <MenuTrigger>
      <IconButton aria-label={t`Действия: ${name}`}>
        <Ellipsis aria-hidden="true" className="size-5" />
      </IconButton>
      <Popover
        placement="bottom end"
        className="rounded-xl border border-line bg-raised p-1.5 shadow-xl entering:animate-appear"
      >
        <Menu aria-label={name} onAction={(key) => act(String(key))}>
          <MenuEntry id="write" icon={MessageCircle} words={t`Написать`} />
          {mayChangeRole && (
            <MenuEntry
              id="role"
              icon={isAdmin ? ShieldMinus : ShieldCheck}
              words={isAdmin ? t`Снять права администратора` : t`Сделать администратором`}
            />
          )}
          {details.removableUserIds.includes(userId) && (
            <MenuEntry id="remove" icon={UserMinus} words={t`Удалить из чата`} danger />
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
