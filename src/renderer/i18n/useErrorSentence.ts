import { useLingui } from '@lingui/react';
import type { ErrorCode } from '../../shared/domain.ts';
import { errorSentences } from './errors.ts';

/** Answers a function from a failure to its sentence in the language shown. */
export function useErrorSentence(): (code: ErrorCode) => string {
  const { i18n } = useLingui();
  return (code) => i18n._(errorSentences[code] ?? errorSentences.internal);
}
