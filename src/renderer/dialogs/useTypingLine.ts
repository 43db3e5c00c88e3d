import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { isolated } from '../../shared/bidi.ts';
import type { DialogKind } from '../../shared/domain.ts';
import { firstName } from '../format/names.ts';
import { useChat } from '../state/store.ts';

const nobody: string[] = [];

/** «печатает…», «Андрей и Мария печатают…», «Печатают 3 человека…»; null while nobody is. */
export function useTypingLine(dialogId: string, kind: DialogKind): string | null {
  const { t } = useLingui();
  const userIds = useChat((state) => state.typing.get(dialogId) ?? nobody);
  const users = useChat((state) => (userIds.length === 0 ? null : state.users));
  const [first, second] = userIds.map((userId) => users?.get(userId)?.name);
  if (userIds.length === 0) return null;

  const one = first && isolated(firstName(first));
  const other = second && isolated(firstName(second));
  if (userIds.length === 1) return kind === 'group' && one ? t`${one} печатает…` : t`печатает…`;
  if (userIds.length === 2 && one && other) return t`${one} и ${other} печатают…`;
  return t`${plural(userIds.length, {
    one: 'Печатает # человек…',
    few: 'Печатают # человека…',
    many: 'Печатают # человек…',
    other: 'Печатают # человека…',
  })}`;
}
