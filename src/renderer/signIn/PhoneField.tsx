import type { RefObject } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { parsePhone } from '../../shared/phone.ts';
import { formatPartialPhone } from '../format/phone.ts';
import { Field } from '../ui/Field.tsx';

/** What is wrong with a phone as it was typed, or null. */
export function phoneFault(typed: string): ErrorCode | null {
  if (typed.trim() === '') return 'phoneRequired';
  return parsePhone(typed) === null ? 'phoneInvalid' : null;
}

interface PhoneFieldProps {
  label: string;
  phone: string;
  onType: (phone: string) => void;
  /** The same number in the usual notation; nothing was typed. */
  onFormat: (phone: string) => void;
  error: string | null;
  inputRef: RefObject<HTMLInputElement | null>;
  autoFocus?: boolean;
}

/** A phone, formatted while it is being typed. */
export function PhoneField({ phone, onType, onFormat, inputRef, ...field }: PhoneFieldProps) {
  function change(text: string) {
    // While somebody edits in the middle, reformatting would throw the caret to the end.
    const input = inputRef.current;
    const atEnd = !input || input.selectionStart === null || input.selectionStart >= text.length;
    const growing = text.length > phone.length;
    onType(atEnd && growing ? formatPartialPhone(text) : text);
  }

  return (
    <Field
      {...field}
      placeholder="+7 900 000-00-00"
      value={phone}
      onChange={change}
      onBlur={() => onFormat(formatPartialPhone(phone))}
      inputRef={inputRef}
      type="tel"
      inputMode="tel"
      autoComplete="tel"
      maxLength={60}
    />
  );
}
