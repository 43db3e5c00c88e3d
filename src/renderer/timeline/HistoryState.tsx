import { Trans } from '@lingui/react/macro';
import { LoaderCircle } from 'lucide-react';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { Button } from '../ui/Button.tsx';
import type { History } from './useHistory.ts';

/** Floats above the list, so that it moves no message. What failed is said until it is there, also while it is tried again. */
export function HistoryState({ history }: { history: History }) {
  const sentence = useErrorSentence();
  const { loading, failure } = history;
  const place = (loading ?? failure?.direction) === 'newer' ? 'bottom-3' : 'top-3';
  const words = failure === null ? '' : sentence(failure.code);
  return (
    <>
      {/* Always there: a screen reader tells what changes in it, and the same words only once. */}
      <span role="status" className="sr-only">
        {words}
      </span>
      {(loading !== null || failure !== null) && (
        <div className={`pointer-events-none absolute inset-x-0 flex justify-center px-4 ${place}`}>
          <div className="pointer-events-auto flex items-center gap-2 rounded-full bg-surface px-3 py-1 text-[0.8125rem] text-muted shadow-md">
            {loading !== null && <LoaderCircle aria-hidden="true" className="size-4 shrink-0 animate-spin" />}
            {failure === null ? (
              <Trans>Загрузка…</Trans>
            ) : (
              <>
                <span aria-hidden="true">{words}</span>
                <Button kind="quiet" onPress={history.retry}>
                  <Trans>Повторить</Trans>
                </Button>
              </>
            )}
          </div>
        </div>
      )}
    </>
  );
}
