import { Trans, useLingui } from '@lingui/react/macro';
import { type DoNotDisturbChoice, doNotDisturbUntil } from '../../shared/doNotDisturb.ts';
import { formatFullTime } from '../format/time.ts';
import { useChat } from '../state/store.ts';
import { Button } from '../ui/Button.tsx';
import { Toggle } from '../ui/Toggle.tsx';
import { Choice } from './Choice.tsx';
import { changeSettings } from './changeSettings.ts';
import { fromClockTime, toClockTime } from './clockTime.ts';

const usualQuietHours = { from: 22 * 60, to: 8 * 60 };

export function NotificationsTab() {
  const { t } = useLingui();
  const settings = useChat((state) => state.settings);
  return (
    <>
      <Choice
        title={t`Что показывать`}
        value={settings.notificationText}
        onChange={(notificationText) => void changeSettings({ notificationText })}
        options={[
          { value: 'full', words: t`Имя и текст` },
          { value: 'name', words: t`Только имя` },
          { value: 'hidden', words: t`«Новое сообщение»` },
        ]}
      />
      <Toggle
        isSelected={settings.notificationSound}
        onChange={(notificationSound) => void changeSettings({ notificationSound })}
      >
        <Trans>Звук</Trans>
      </Toggle>
      <Toggle
        isSelected={settings.quietHours !== null}
        onChange={(on) => void changeSettings({ quietHours: on ? usualQuietHours : null })}
      >
        <Trans>Тихие часы</Trans>
      </Toggle>
      <QuietHours />
      <DoNotDisturb />
    </>
  );
}

function QuietHours() {
  const { t } = useLingui();
  const quietHours = useChat((state) => state.settings.quietHours);
  if (!quietHours) return null;
  const field = (name: 'from' | 'to', label: string) => (
    <label className="flex items-center gap-2">
      {label}
      <input
        type="time"
        value={toClockTime(quietHours[name])}
        onChange={(event) => {
          const minutes = fromClockTime(event.target.value);
          if (minutes !== null) void changeSettings({ quietHours: { ...quietHours, [name]: minutes } });
        }}
        className="h-9 rounded-lg border border-line bg-surface px-2 tabular-nums focus:border-accent"
      />
    </label>
  );
  return (
    <div className="flex gap-4">
      {field('from', t`с`)}
      {field('to', t`до`)}
    </div>
  );
}

function DoNotDisturb() {
  const { t, i18n } = useLingui();
  const until = useChat((state) => state.settings.doNotDisturbUntil);
  const on = until !== null && until > Date.now();
  const set = (choice: DoNotDisturbChoice) =>
    void changeSettings({ doNotDisturbUntil: doNotDisturbUntil(choice, Date.now()) });
  return (
    <section aria-label={t`Не беспокоить`} className="flex flex-col gap-2">
      <h3 className="text-[0.8125rem] font-medium text-muted">
        {on ? (
          <Trans>Не беспокоить до: {formatFullTime(i18n.locale, until)}</Trans>
        ) : (
          <Trans>Не беспокоить</Trans>
        )}
      </h3>
      <div className="flex flex-wrap gap-2">
        <Button kind="secondary" onPress={() => set('halfHour')}>
          <Trans>30 минут</Trans>
        </Button>
        <Button kind="secondary" onPress={() => set('hour')}>
          <Trans>1 час</Trans>
        </Button>
        <Button kind="secondary" onPress={() => set('tomorrow')}>
          <Trans>До завтра</Trans>
        </Button>
        {on && (
          <Button kind="quiet" onPress={() => set('off')}>
            <Trans>Выключить</Trans>
          </Button>
        )}
      </div>
    </section>
  );
}
