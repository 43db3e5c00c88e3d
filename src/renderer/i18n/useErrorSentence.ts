import { useLingui } from '@lingui/react';
import type { ErrorCode } from '../../shared/domain.ts';
import { useChat } from '../state/store.ts';
import { sentenceOf } from './errors.ts';

/** Answers a function from a failure to its sentence in the language shown, as it is meant here. */
export function useErrorSentence(): (code: ErrorCode) => string {
  const { i18n } = useLingui();
  const isSignedIn = useChat((state) => state.session.state === 'signedIn');
  return (code) => i18n._(sentenceOf(code, isSignedIn));
}
