import { useLingui } from '@lingui/react/macro';
import { useChat } from '../state/store.ts';
import { classNames } from '../ui/classNames.ts';

/** Colour and words: nobody has to tell red from green. */
export function ConnectionDot() {
  const { t } = useLingui();
  const state = useChat((chat) => chat.connection.state);
  const live = state === 'live';
  const offline = state === 'offline' || state === 'waiting';
  const words = live ? t`В сети` : offline ? t`Нет связи` : t`Подключение…`;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      data-state={state}
      className="grid size-4 place-items-center"
    >
      <span
        className={classNames(
          'size-2 rounded-full forced-color-adjust-none',
          live && 'bg-online',
          offline && 'bg-danger',
          !live && !offline && 'bg-warning motion-safe:animate-pulse',
        )}
      />
    </span>
  );
}
