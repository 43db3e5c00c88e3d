import { useCallback, useEffect, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import type { MessageWindow } from '../../shared/windowFold.ts';
import { loadMessages } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

type Direction = 'older' | 'newer';

/** Rows before the edge at which the next page is asked for. */
const margin = 12;

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

  const load = useCallback(async (direction: Direction) => {
    setLoading(direction);
    setFailure(null);
    const result = await loadMessages(direction);
    setLoading(null);
    if (!result.ok) setFailure({ direction, code: result.error.code });
  }, []);

  useEffect(() => {
    if (wanted !== null && loading === null && failure?.direction !== wanted) void load(wanted);
  }, [wanted, loading, failure, load]);

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
      if (failure) void load(failure.direction);
    },
  };
}
