import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { UpdateView } from '../../shared/updates.ts';
import { call, send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { useUpdateTrouble } from './useUpdateTrouble.ts';

/** A line above the chats while there is an update to decide on; «Позже» hides it until something about it changes. */
export function UpdateBanner() {
  const update = useChat((state) => state.update);
  const [later, setLater] = useState('');
  const [asking, setAsking] = useState(false);
  const { t } = useLingui();
  const subject = subjectOf(update);
  if (subject === null || subject === later) return null;

  async function restart() {
    const result = await call('installUpdate', { evenUnsent: false });
    if (result.ok && !result.value.restarting) setAsking(true);
  }

  return (
    <section
      aria-label={t`Обновление`}
      data-testid="update-banner"
      data-state={update.state}
      className="flex min-h-10 shrink-0 flex-wrap items-center justify-center gap-x-3 gap-y-0.5 border-b border-line bg-accent-soft px-4 py-1.5 text-center text-[0.8125rem] font-medium text-accent"
    >
      <Download aria-hidden="true" className="size-4 shrink-0" />
      <span role="status">
        <BannerText update={update} />
      </span>
      {update.state === 'available' && (
        <Action onPress={() => send('downloadUpdate', {})}>
          <Trans>Обновить</Trans>
        </Action>
      )}
      {update.state === 'ready' && (
        <Action onPress={() => void restart()}>
          <Trans>Перезапустить и обновить</Trans>
        </Action>
      )}
      {update.state === 'failed' && (
        <Action onPress={() => send('checkForUpdates', {})}>
          <Trans>Повторить</Trans>
        </Action>
      )}
      {update.state !== 'downloading' && (
        <Action onPress={() => setLater(subject)}>
          <Trans>Позже</Trans>
        </Action>
      )}
      {asking && (
        <Confirm
          title={t`Есть неотправленный текст`}
          action={t`Всё равно перезапустить`}
          onConfirm={() => call('installUpdate', { evenUnsent: true })}
          onClose={() => setAsking(false)}
        >
          <Trans>
            Черновики и сообщения, которые ещё не ушли, сохранятся и дождутся вас после перезапуска. Можно
            сначала дописать и отправить их.
          </Trans>
        </Confirm>
      )}
    </section>
  );
}

function Action({ onPress, children }: { onPress: () => void; children: React.ReactNode }) {
  return (
    <Button onPress={onPress} className="rounded underline underline-offset-2">
      {children}
    </Button>
  );
}

function BannerText({ update }: { update: UpdateView }) {
  const { t } = useLingui();
  const trouble = useUpdateTrouble();
  if (update.state === 'available') return t`Доступно обновление ${update.version}`;
  if (update.state === 'downloading') return t`Загружается обновление ${update.version}: ${update.percent} %`;
  if (update.state === 'ready') return t`Обновление ${update.version} загружено`;
  return update.state === 'failed' ? trouble(update.trouble) : null;
}

/** What there is to decide on; null: nothing. A check that failed by itself is told only where updates are looked for. */
function subjectOf(update: UpdateView): string | null {
  switch (update.state) {
    case 'available':
    case 'downloading':
    case 'ready':
      return `${update.state} ${update.version}`;
    case 'failed':
      return update.version === null ? null : `failed ${update.version}`;
    default:
      return null;
  }
}
