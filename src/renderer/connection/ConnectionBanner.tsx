import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CloudOff, LoaderCircle, Wifi } from 'lucide-react';
import { useEffect, useReducer, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { classNames } from '../ui/classNames.ts';
import { type Banner, bannerOf, followOutage, nextChange, type Outage, restoredFor } from './bannerState.ts';

function useBanner(): Banner {
  const state = useChat((chat) => chat.connection.state);
  const outage = useRef<Outage>({ since: null, restoredAt: null });
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  outage.current = followOutage(outage.current, state, Date.now());
  const banner = bannerOf(outage.current, state, Date.now());

  const wait = nextChange(outage.current, Date.now());

  useEffect(() => {
    if (wait === null) return;
    const timer = setTimeout(redraw, wait + 20);
    return () => clearTimeout(timer);
  }, [wait]);
  return banner;
}

const looks = {
  offline: { icon: CloudOff, className: 'bg-danger-soft text-danger' },
  connecting: { icon: LoaderCircle, className: 'bg-accent-soft text-accent [&_svg]:animate-spin' },
  restored: { icon: Wifi, className: 'bg-accent-soft text-accent' },
};

const linkClass = 'rounded underline underline-offset-2';

export function ConnectionBanner() {
  const banner = useBanner();
  if (banner === 'hidden') return null;
  const { icon: Icon, className } = looks[banner];
  return (
    <div
      role="status"
      data-testid="connection-banner"
      data-state={banner}
      className={classNames(
        'flex min-h-10 shrink-0 flex-wrap items-center justify-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-1.5',
        'text-center text-[0.8125rem] font-medium animate-rise',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <BannerText banner={banner} />
      {banner === 'offline' && (
        <>
          <Button onPress={() => send('retryConnection', {})} className={linkClass}>
            <Trans>Повторить сейчас</Trans>
          </Button>
          <Button onPress={() => showScreen('examination')} className={linkClass}>
            <Trans>Проверить связь</Trans>
          </Button>
        </>
      )}
    </div>
  );
}

/** What the person or their administrator can do something about; the rest is told by the banner itself. */
const tellingProblems = new Set<ErrorCode>([
  'addressInsecure',
  'captivePortal',
  'certificateInvalid',
  'certificateExpired',
  'certificateWrongHost',
  'certificateUntrusted',
  'hostNotFound',
  'notChatServer',
  'proxyFailed',
  'proxyLogin',
  'proxyScriptFailed',
  'proxyUnreachable',
]);

function useReason(): string | null {
  const sentence = useErrorSentence();
  const problem = useChat((chat) => chat.connection.problem);
  return problem !== null && tellingProblems.has(problem) ? sentence(problem) : null;
}

function BannerText({ banner }: { banner: Exclude<Banner, 'hidden'> }) {
  const { t } = useLingui();
  const caughtUp = useChat((chat) => chat.caughtUp);
  const reason = useReason();
  if (banner === 'offline') {
    const news = t`Нет связи с сервером. Сообщения отправятся, когда она восстановится`;
    return reason === null ? news : `${news}. ${reason}`;
  }
  if (banner === 'connecting') return t`Подключение…`;
  const fresh = caughtUp !== null && Date.now() - caughtUp.at < restoredFor * 2;
  const { received: count, repaired, lost } = fresh ? caughtUp : { received: 0, repaired: 0, lost: 0 };
  if (repaired + lost > 0)
    return t`Связь восстановлена. Восстановлено ${plural(repaired, {
      one: '# сообщение',
      few: '# сообщения',
      many: '# сообщений',
      other: '# сообщений',
    })}, потеряно ${lost}`;
  if (count === 0) return t`Связь восстановлена`;
  return t`Связь восстановлена. ${plural(count, {
    one: '# новое сообщение',
    few: '# новых сообщения',
    many: '# новых сообщений',
    other: '# новых сообщений',
  })}`;
}
