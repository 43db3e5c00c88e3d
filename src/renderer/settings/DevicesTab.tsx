import { Trans, useLingui } from '@lingui/react/macro';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import type { DeviceView } from '../../shared/views.ts';
import { formatFullTime } from '../format/time.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { useToday } from '../ui/useToday.ts';

export function DevicesTab() {
  const { t, i18n } = useLingui();
  const sentence = useErrorSentence();
  useToday();
  const { value: devices, failure, reload } = useAnswer('getDevices');
  const [ending, setEnding] = useState<DeviceView | null>(null);

  const signedInAt = ({ createdAt }: DeviceView) => formatFullTime(i18n.locale, createdAt);
  const lastUsedAt = (device: DeviceView) => formatFullTime(i18n.locale, device.lastUsedAt);

  return (
    <>
      {failure && (
        <p role="alert" className="text-danger">
          {sentence(failure)}
        </p>
      )}
      <ul className="flex flex-col gap-1">
        {devices?.map((device) => (
          <li key={device.sessionId} className="flex min-h-14 items-center gap-3">
            <MonitorSmartphone aria-hidden="true" className="size-5 shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <bdi className="block truncate" title={device.name}>
                {device.name || t`Неизвестное устройство`}
              </bdi>
              <span className="block text-[0.8125rem] text-muted">
                {device.current ? (
                  <Trans>Это устройство. Вход: {signedInAt(device)}</Trans>
                ) : (
                  <Trans>
                    Вход: {signedInAt(device)}. Последняя активность: {lastUsedAt(device)}
                  </Trans>
                )}
              </span>
            </span>
            {!device.current && (
              <Button kind="secondary" onPress={() => setEnding(device)}>
                <Trans>Завершить сеанс</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ending && (
        <Confirm
          title={t`Завершить сеанс?`}
          action={t`Завершить сеанс`}
          onConfirm={() => call('endDevice', { sessionId: ending.sessionId })}
          onDone={reload}
          onClose={() => setEnding(null)}
        >
          <Trans>На устройстве «{ending.name}» придётся войти заново.</Trans>
        </Confirm>
      )}
    </>
  );
}
