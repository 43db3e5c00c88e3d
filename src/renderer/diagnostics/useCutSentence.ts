import { useLingui } from '@lingui/react/macro';
import type { ConnectionChange } from '../../shared/diagnostics.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { cutWords } from './words.ts';

/** What broke, and why as far as that is known. */
export function useCutSentence() {
  const { i18n } = useLingui();
  const sentence = useErrorSentence();
  return ({ cut, reason }: Pick<ConnectionChange, 'cut' | 'reason'>): string =>
    [cut && i18n._(cutWords[cut]), reason && sentence(reason)].filter(Boolean).join('. ');
}
