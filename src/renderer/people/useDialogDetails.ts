import { useCallback, useEffect, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import type { DialogDetailsView } from '../../shared/views.ts';
import { call } from '../state/bridge.ts';

interface DialogDetails {
  details: DialogDetailsView | null;
  failure: ErrorCode | null;
  reload: () => Promise<void>;
}

/** Loaded anew when the number of members changes, whoever changed it; only while somebody wants it. */
export function useDialogDetails(
  dialogId: string,
  memberCount: number | null,
  isWanted = true,
): DialogDetails {
  const [state, setState] = useState<Omit<DialogDetails, 'reload'>>({ details: null, failure: null });
  const reload = useCallback(async () => {
    const result = await call('getDialogDetails', { dialogId });
    setState((before) =>
      result.ok
        ? { details: result.value, failure: null }
        : { details: before.details, failure: result.error.code },
    );
  }, [dialogId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number says that something changed.
  useEffect(() => {
    if (isWanted) void reload();
  }, [reload, memberCount, isWanted]);
  return { ...state, reload };
}
