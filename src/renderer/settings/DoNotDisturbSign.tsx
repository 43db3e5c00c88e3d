import { useLingui } from '@lingui/react/macro';
import { BellRing, Clock, MoonStar } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components';
import { type DoNotDisturbChoice, doNotDisturbUntil } from '../../shared/doNotDisturb.ts';
import { daysAgo, formatDayLabel, formatTime } from '../format/time.ts';
import { useChat } from '../state/store.ts';
import { MenuEntry } from '../ui/MenuEntry.tsx';
import { changeSettings } from './changeSettings.ts';

/** Longer than this no timer of a browser waits. */
const longestTimerMs = 2 ** 31 - 1;

/** Until when notifications stay away, as long as they do; null: they do not. */
function useDoNotDisturb(): number | null {
  const until = useChat((state) => state.settings.doNotDisturbUntil);
  const [, setChecks] = useState(0);
  const left = until === null ? 0 : until - Date.now();

  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setChecks((checks) => checks + 1), Math.min(left, longestTimerMs));
    return () => clearTimeout(timer);
  });

  return left > 0 ? until : null;
}

/** Says in the main window that there are no notifications, and until when; a press changes or ends it. */
export function DoNotDisturbSign() {
  const { t, i18n } = useLingui();
  const until = useDoNotDisturb();
  if (until === null) return null;
  const now = Date.now();
  const time = formatTime(i18n.locale, until);
  const day = formatDayLabel(i18n.locale, until, now);
  const end = daysAgo(until, now) === 0 ? time : `${day}, ${time}`;

  function choose(choice: DoNotDisturbChoice) {
    void changeSettings({ doNotDisturbUntil: doNotDisturbUntil(choice, Date.now()) });
  }

  return (
    <MenuTrigger>
      <Button
        data-testid="do-not-disturb"
        className="mt-1 flex w-full items-center gap-2 rounded-lg bg-sunken px-3 py-1.5 text-left text-[0.8125rem] text-muted hover:bg-hover pressed:bg-hover"
      >
        <MoonStar aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 truncate">{t`Не беспокоить до ${end}`}</span>
      </Button>
      <Popover
        placement="bottom start"
        className="w-64 rounded-xl border border-line bg-raised p-1.5 shadow-xl entering:animate-appear"
      >
        <Menu aria-label={t`Не беспокоить`} onAction={(key) => choose(key as DoNotDisturbChoice)}>
          <MenuEntry id="off" icon={BellRing} words={t`Включить уведомления`} />
          <MenuEntry id="halfHour" icon={Clock} words={t`30 минут`} />
          <MenuEntry id="hour" icon={Clock} words={t`1 час`} />
          <MenuEntry id="tomorrow" icon={Clock} words={t`До завтра`} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
