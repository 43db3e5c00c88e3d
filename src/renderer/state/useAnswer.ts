import { useCallback, useEffect, useState } from 'react';
import type { CommandResults } from '../../shared/bridge.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { call } from './bridge.ts';

interface Answer<Value> {
  value: Value | null;
  failure: ErrorCode | null;
  reload: () => void;
}

/** What a command answers, asked when the screen opens and again by `reload`; the last value stays over a failure. */
export function useAnswer<Name extends 'getDevices' | 'getStorage'>(
  name: Name,
): Answer<CommandResults[Name]> {
  const [value, setValue] = useState<CommandResults[Name] | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const load = useCallback(async () => {
    const result = await call(name, {} as never);
    setFailure(result.ok ? null : result.error.code);
    if (result.ok) setValue(result.value);
  }, [name]);
  useEffect(() => void load(), [load]);
  return { value, failure, reload: () => void load() };
}
