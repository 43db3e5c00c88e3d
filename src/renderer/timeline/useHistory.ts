import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import type { MessageWindow } from '../../shared/windowFold.ts';
import { loadMessages } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

type Direction = 'older' | 'newer';

/** Rows before the edge at which the next page is asked for. */
const margin = 12;

/** Failures that pass: asked again by itself, ever less often. */
const passing = new Set<ErrorCode>(['serverSlow', 'serverFailed', 'timeout']);
const shortestWaitMs = 2_000;
const longestWaitMs = 30_000;

function waitMs(attempts: number): number {
  return Math.min(longestWaitMs, shortestWaitMs * 2 ** attempts) * (0.5 + Math.random() / 2);
}

export interface History {
  busy: boolean;
  loading: Direction | null;
  failure: { direction: Direction; code: ErrorCode } | null;
  retry: () => void;
}

/** Loads the next page when the reader comes near an edge of what is there. */
export function useHistory(
  virtualizer: MessageVirtualizer,
  window: MessageWindow,
  enabled: boolean,
): History {
  const [loading, setLoading] = useState<Direction | null>(null);
  const [failure, setFailure] = useState<History['failure']>(null);
  const { hasOlder, hasNewer, messages } = window;
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: margin, endIndex: 0 };
  const measured = enabled && virtualizer.range !== null && messages.length > 0;
  const wantsOlder = measured && hasOlder && startIndex < margin;
  const wantsNewer = measured && hasNewer && endIndex > messages.length - margin;
  const wanted: Direction | null = wantsOlder ? 'older' : wantsNewer ? 'newer' : null;

  const attempts = useRef(0);
  const load = useCallback(async (direction: Direction) => {
    setLoading(direction);
    const result = await loadMessages(direction);
    setLoading(null);
    attempts.current = result.ok ? 0 : attempts.current + 1;
    setFailure(result.ok ? null : { direction, code: result.error.code });
  }, []);

  useEffect(() => {
    if (wanted !== null && loading === null && failure?.direction !== wanted) void load(wanted);
  }, [wanted, loading, failure, load]);

  useEffect(() => {
    if (failure === null || loading !== null || !passing.has(failure.code)) return;
    const timer = setTimeout(() => void load(failure.direction), waitMs(attempts.current - 1));
    return () => clearTimeout(timer);
  }, [failure, loading, load]);

  // What failed without a connection is tried again with one.
  const live = useChat((state) => state.connection.state === 'live');
  useEffect(() => {
    if (live) setFailure(null);
  }, [live]);

  return {
    busy: loading !== null,
    loading,
    failure,
    retry: () => {
      if (failure && loading === null) void load(failure.direction);
    },
  };
}
