import type { HTMLAttributes, Ref } from 'react';
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components';
import { classNames } from './classNames.ts';

interface FieldProps extends Omit<TextFieldProps, 'children' | 'className' | 'inputMode'> {
  label: string;
  error: string | null;
  placeholder?: string;
  description?: string;
  inputRef?: Ref<HTMLInputElement>;
  inputMode?: NonNullable<HTMLAttributes<HTMLInputElement>['inputMode']>;
  inputClassName?: string;
}

/** A labelled line of text whose error stands under it and is read out with it. */
export function Field(props: FieldProps) {
  const { label, error, placeholder, description, inputRef, inputClassName, ...field } = props;
  return (
    <TextField
      {...field}
      isInvalid={error !== null}
      className="flex flex-col gap-1.5"
      validationBehavior="aria"
    >
      <Label className="text-[0.8125rem] font-medium text-ink">{label}</Label>
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        placeholder={placeholder ?? ''}
        className={classNames(
          'h-11 w-full rounded-lg border border-line bg-surface px-3 text-[0.9375rem] text-ink select-text',
          'transition-colors focus-field hover:border-muted/60 wrong:border-danger wrong:focus:outline-danger',
          inputClassName,
        )}
      />
      {description && error === null && (
        <Text slot="description" className="text-[0.8125rem] text-muted">
          {description}
        </Text>
      )}
      <FieldError className="text-[0.8125rem] text-danger">{error}</FieldError>
    </TextField>
  );
}
