import { type RefObject, useEffect } from 'react';

/** Puts the focus on the field at fault whenever a failure comes up. */
export function useFocusOn(field: RefObject<HTMLInputElement | null>, failure: unknown): void {
  useEffect(() => {
    if (failure === null) return;
    field.current?.focus();
    field.current?.select();
  }, [field, failure]);
}
