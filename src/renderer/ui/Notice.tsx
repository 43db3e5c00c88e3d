import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { type Done, hideNotice, undo, useNotice } from '../state/notice.ts';
import { askToFocusComposer } from '../state/view.ts';
import { Button, IconButton } from './Button.tsx';
import { classNames } from './classNames.ts';

/** Says what went wrong where the action itself has no room for it, and what can still be undone. */
export function Notice() {
  const sentence = useErrorSentence();
  const { code, done } = useNotice();
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-24 z-50 flex flex-col items-center px-4">
      <div role="alert">{code !== null && <Card className="text-danger">{sentence(code)}</Card>}</div>
      <div aria-live="polite">{done && <DoneCard done={done} />}</div>
    </div>
  );
}

function Card({ className, children }: { className?: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <div
      className={classNames(
        'pointer-events-auto flex max-w-md items-center gap-2 rounded-xl border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-xl',
        className,
      )}
    >
      {children}
      <IconButton aria-label={t`Закрыть`} onPress={hideNotice}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

const isUndo = ({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent) => {
  const isZ = /^[a-z]$/i.test(key) ? key.toLowerCase() === 'z' : code === 'KeyZ';
  return isZ && (ctrlKey || metaKey) && !shiftKey && !altKey;
};

/** In a text field the same keys undo what was written. */
const isWriting = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea') !== null;

function DoneCard({ done }: { done: Done }) {
  const { i18n } = useLingui();
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isUndo(event) || isWriting(event.target)) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  useEffect(() => {
    const shown = card.current;
    if (done.takesFocus) shown?.querySelector('button')?.focus();
    return () => {
      if (shown?.contains(document.activeElement)) giveFocusBack();
    };
  }, [done]);

  return (
    <div ref={card}>
      <Card>
        {i18n._(done.words)}
        <Button kind="quiet" className="px-1 font-medium" onPress={undo}>
          <Trans>Отменить</Trans>
        </Button>
      </Card>
    </div>
  );
}

/** Whatever had the focus before may be gone, or not to be pressed a second time. */
function giveFocusBack(): void {
  document.querySelector<HTMLElement>('[role="option"][tabindex="0"], [role="listbox"]')?.focus();
  askToFocusComposer();
}
