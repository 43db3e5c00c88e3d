import { Trans } from '@lingui/react/macro';
import { LoaderCircle } from 'lucide-react';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { Button } from '../ui/Button.tsx';
import type { History } from './useHistory.ts';

/** Floats above the list, so that it moves no message. */
export function HistoryState({ history }: { history: History }) {
  const sentence = useErrorSentence();
  const { loading, failure } = history;
  if (loading === null && failure === null) return null;
  const place = (loading ?? failure?.direction) === 'newer' ? 'bottom-3' : 'top-3';
  return (
    <div className={`pointer-events-none absolute inset-x-0 flex justify-center px-4 ${place}`}>
      <div className="pointer-events-auto flex items-center gap-2 rounded-full bg-surface px-3 py-1 text-[0.8125rem] text-muted shadow-md">
        {failure ? (
          <>
            {sentence(failure.code)}
            <Button kind="quiet" onPress={history.retry}>
              <Trans>Повторить</Trans>
            </Button>
          </>
        ) : (
          <>
            <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
            <Trans>Загрузка…</Trans>
          </>
        )}
      </div>
    </div>
  );
}
