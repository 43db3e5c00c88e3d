import { useEffect, useState } from 'react';
import type { MessageTrace } from '../../shared/trace.ts';
import { call } from '../state/bridge.ts';

const refreshMs = 1_000;

/** Asked again every second: copies may still come. null: there is none; undefined: it is not known yet. */
export function useTrace(key: string): MessageTrace | null | undefined {
  const [trace, setTrace] = useState<MessageTrace | null>();
  useEffect(() => {
    let outdated = false;
    const ask = async () => {
      const result = await call('getTrace', { key });
      if (!outdated && result.ok) setTrace(result.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), refreshMs);
    return () => {
      outdated = true;
      clearInterval(timer);
    };
  }, [key]);
  return trace;
}
