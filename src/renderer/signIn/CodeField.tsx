import type { RefObject } from 'react';
import { Field } from '../ui/Field.tsx';

/** Digits of a code, on every server. */
export const codeLength = 4;

interface CodeFieldProps {
  label: string;
  code: string;
  onType: (digits: string) => void;
  error: string | null;
  inputRef: RefObject<HTMLInputElement | null>;
  autoFocus?: boolean;
}

/** A code as it came by SMS: its digits, whatever is typed or pasted with them. */
export function CodeField({ code, onType, ...field }: CodeFieldProps) {
  return (
    <Field
      {...field}
      value={code}
      onChange={(text) => onType(text.replace(/\D/g, '').slice(0, codeLength))}
      inputMode="numeric"
      autoComplete="one-time-code"
      inputClassName="text-center text-lg tracking-[0.4em] tabular-nums"
    />
  );
}
