/** Requests as the report says they fared: slow where they were, failed where they did; what it does not know is answered. */
import { type HttpClient, type HttpResponse, TransportError } from '../../../src/main/chat/ports.ts';
import { describeRequest } from '../../../src/main/chat/recording/requests.ts';
import type { Refusal, RequestHappening } from '../../../src/shared/happenings.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type { Script } from './script.ts';

/** Longer than this world takes to answer. */
const answerMs = 80;

const sentences: Record<Refusal, string> = {
  tokenInvalid: 'Invalid token',
  userUnknown: 'User not found',
  accountDisabled: 'Account disabled',
  routeMissing: 'Route not found',
};

export function scriptHttp(options: {
  script: Script;
  clock: VirtualClock;
  /** Milliseconds since the first happening. */
  elapsed(): number;
  /** As the report calls it. */
  nameOf(dialogId: string): string;
  http: HttpClient;
}): HttpClient {
  const { script, clock, elapsed, nameOf, http } = options;
  const until = (after: number) => new Promise<void>((resolve) => clock.schedule(after - elapsed(), resolve));

  return async (request) => {
    const { route, dialog } = describeRequest('http://world', request);
    const now = elapsed();
    const recorded = now > script.end ? undefined : script.request(route, dialog && nameOf(dialog), now);
    if (recorded === undefined) {
      const catchingUp = request.method === 'GET' ? script.catchingUpUntil(now) : null;
      if (catchingUp !== null) await until(catchingUp.after + (catchingUp.done ? -answerMs : 1));
      return http(request);
    }
    const { failure, status, endedAfter, message } = recorded;
    if (endedAfter === null) {
      await until(Math.max(script.end + 1, now + request.timeoutMs));
      throw new TransportError('timeout');
    }
    const isInDoubt = failure === null ? (status ?? 0) >= 500 : failure !== 'refused' && failure !== 'dns';
    if (failure === null && status !== null && status < 300) {
      const response = await http(request);
      await until(endedAfter);
      return response;
    }
    if (message !== null && isInDoubt && !script.isSentLater(recorded)) void http(request).catch(() => {});
    await until(Math.max(now + 1, endedAfter));
    if (failure !== null) throw new TransportError(failure);
    return refusalOf(recorded);
  };
}

function refusalOf({ status, refusal, hiddenStatus }: RequestHappening): HttpResponse {
  const hidden = hiddenStatus === null ? 'Failed' : `Request failed with status code ${hiddenStatus}`;
  const error = refusal === null ? hidden : sentences[refusal];
  const code = refusal === 'accountDisabled' ? { code: 'account_disabled' } : {};
  return { status: status ?? 500, body: { success: false, error, ...code }, retryAfterMs: null };
}
