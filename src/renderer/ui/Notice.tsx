import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { hideNotice, useNotice } from '../state/notice.ts';
import { IconButton } from './Button.tsx';

/** Says what went wrong where the action itself has no room for it. */
export function Notice() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const code = useNotice((notice) => notice.code);
  return (
    <div role="alert" className="pointer-events-none fixed inset-x-0 bottom-24 z-50 flex justify-center px-4">
      {code !== null && (
        <p className="pointer-events-auto flex max-w-md items-center gap-2 rounded-xl border border-line bg-raised py-1.5 pr-1.5 pl-4 text-danger shadow-xl">
          {sentence(code)}
          <IconButton aria-label={t`Закрыть`} onPress={hideNotice}>
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        </p>
      )}
    </div>
  );
}
