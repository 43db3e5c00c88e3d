import { useLingui } from '@lingui/react/macro';
import { useChat } from '../state/store.ts';

/** Answers a function from a person, or the other one of a dialog, and their name to what is shown: a closed account is told (P7.24). */
export function useShownNames(): (userId: string | null, name: string) => string {
  const { t } = useLingui();
  const users = useChat((state) => state.users);
  return (userId, name) => {
    const isDisabled = userId !== null && users.get(userId)?.disabled === true;
    return isDisabled ? t`${name} (отключён)` : name;
  };
}
