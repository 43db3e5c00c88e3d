/** What a reader is told where the server gives no history. */
import type { ErrorCode } from '../../../shared/domain.ts';
import { CommandError } from '../commandError.ts';
import { ApiError, isTooSlow } from '../rest/rest.ts';

export function historyFailure(error: unknown): unknown {
  return isTooSlow(error) ? new CommandError('serverSlow', error) : error;
}

/** That there is no connection is told elsewhere. */
export function reasonOf(error: unknown): ErrorCode | undefined {
  const failure = historyFailure(error);
  if (failure instanceof CommandError) return failure.code;
  return failure instanceof ApiError && failure.failure === null ? failure.code : undefined;
}
