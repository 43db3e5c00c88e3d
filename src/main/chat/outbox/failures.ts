/** What a failed request means for what it was to do (S8.3). */
import type { ErrorCode } from '../../../shared/domain.ts';
import { CommandError } from '../commandError.ts';
import { ApiError } from '../rest/rest.ts';

export type Failure =
  /** The server cannot have it: send again. */
  | { type: 'notSent'; retryAfterMs: number | null }
  /** It may have it: look before sending again. */
  | { type: 'ambiguous' }
  | { type: 'signInNeeded' }
  | { type: 'failed'; code: ErrorCode };

/** The kinds of failure (S8.3). A 500 of the old backend carries the real status of the service behind it (P2.4). */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof CommandError) return { type: 'failed', code: error.code };
  if (!(error instanceof ApiError)) return { type: 'ambiguous' };
  if (error.failure !== null) {
    const neverLeft = ['refused', 'dns', 'certificate', 'proxy'].includes(error.failure);
    return neverLeft ? { type: 'notSent', retryAfterMs: null } : { type: 'ambiguous' };
  }
  if (error.status === null) return { type: 'ambiguous' };
  if (error.status === 429) return { type: 'notSent', retryAfterMs: error.retryAfterMs };
  if (error.status === 401) return { type: 'signInNeeded' };
  if (error.status === 408) return { type: 'ambiguous' };
  if (error.status >= 500) {
    const refusedBehind =
      error.upstreamStatus !== null && error.upstreamStatus >= 400 && error.upstreamStatus < 500;
    return refusedBehind ? { type: 'failed', code: 'serverFailed' } : { type: 'ambiguous' };
  }
  return { type: 'failed', code: error.code };
}
