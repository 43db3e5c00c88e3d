/** Whether a sign-in still holds, how it is prolonged, and what the server at the other end can do. */
import type { Feature } from '../../../shared/domain.ts';
import type { RemoteHello } from '../../../shared/remote.ts';
import type { FileLimits } from '../../../shared/views.ts';
import { tokenExpiry } from '../../../shared/wire.ts';
import type { Bus } from '../facts.ts';
import type { Clock, Log } from '../ports.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { AuthVerdict } from './connection.ts';

/** A server that never said hello is an old one; one that did may be at the far end of a slow link. */
const firstHelloTimeoutMs = 500;
const nextHelloTimeoutMs = 5_000;
/** Enough to notice that an old server has become a new one, and no wait that a person could feel. */
const silentServerTimeoutMs = 50;
/** Any other 401 may be the old backend's database being down (P2.5). */
const finalSentences = ['Invalid token', 'User not found'];
/** A token is prolonged once this share of its life has passed. */
const prolongAfterShare = 0.75;
/** Between two requests for a token that is due, whatever came of the first (S2.5). */
const prolongRetryMs = 60_000;
/** Timers hold no more than 2³¹ ms. */
const longestTimerMs = 24 * 60 * 60 * 1_000;

export interface Credentials {
  token: string;
  /** null on servers without sessions: the sign-in then ends with the token. */
  refreshToken: string | null;
}

export interface SessionOptions {
  bus: Bus;
  clock: Clock;
  log: Log;
  rest: RestClient;
  credentials(): Credentials;
  saveCredentials(credentials: Credentials): void;
}

export type Session = ReturnType<typeof createSession>;

export function createSession(options: SessionOptions) {
  const { bus, clock, rest } = options;
  let features = new Set<Feature>();
  let fileLimits: FileLimits | null = null;
  let serverAheadMs: number | null = null;
  let settledEpoch = -1;
  let helloTimeoutMs = firstHelloTimeoutMs;
  let resolveWaiting: (() => void) | null = null;
  let cancelProlonging = () => {};
  let prolonging: Promise<AuthVerdict> | null = null;
  /** By the steady clock. */
  let prolongedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  /** By the server's clock, since the local one may be off by a day. */
  const serverNow = () => clock.now() + (serverAheadMs ?? 0);

  function isFinalRefusal(error: unknown): boolean {
    return error instanceof ApiError && error.status === 401 && finalSentences.includes(error.sentence ?? '');
  }

  /** What is here is erased then: a sentence, which a gateway may write as well, is not enough (P7.24). */
  function isAccountDisabled(error: unknown): boolean {
    return error instanceof ApiError && error.status === 401 && error.serverCode === 'account_disabled';
  }

  async function ask(request: () => Promise<unknown>): Promise<AuthVerdict> {
    try {
      await request();
      return 'valid';
    } catch (error) {
      if (isAccountDisabled(error)) return 'disabled';
      return isFinalRefusal(error) ? 'signedOut' : 'unknown';
    }
  }

  /** The refresh token rotates: two requests at the same time would look like theft. */
  function prolong(refreshToken: string): Promise<AuthVerdict> {
    prolonging ??= ask(async () => options.saveCredentials(await rest.refresh(refreshToken))).finally(() => {
      prolonging = null;
      prolongedAt = clock.elapsed();
    });
    return prolonging;
  }

  function scheduleProlonging(): void {
    cancelProlonging();
    if (stopped) return;
    const { token, refreshToken } = options.credentials();
    const life = tokenExpiry(token);
    if (refreshToken === null || life?.issuedAt == null || !features.has('sessions')) return;
    const dueAt = life.issuedAt + (life.expiresAt - life.issuedAt) * prolongAfterShare;
    const untilDue = dueAt - serverNow();
    // A token may be due as soon as it comes: without a pause there would be no end of requests.
    const wait = untilDue > 0 ? untilDue : prolongedAt + prolongRetryMs - clock.elapsed();
    const delay = Math.min(longestTimerMs, Math.max(0, wait));
    cancelProlonging = clock.schedule(delay, () => void prolongIfDue(dueAt, refreshToken));
  }

  async function prolongIfDue(dueAt: number, refreshToken: string): Promise<void> {
    if (serverNow() < dueAt) {
      scheduleProlonging();
      return;
    }
    const verdict = await prolong(refreshToken);
    if (verdict !== 'valid') options.log.warn('session.notProlonged', { verdict });
    scheduleProlonging();
  }

  function takeHello(hello: RemoteHello, epoch: number): void {
    features = new Set(hello.features);
    fileLimits = hello.files ?? null;
    settledEpoch = epoch;
    helloTimeoutMs = nextHelloTimeoutMs;
    if (hello.serverTime !== null) serverAheadMs = hello.serverTime - clock.now();
    resolveWaiting?.();
    scheduleProlonging();
    bus.tell('featuresTold');
  }

  bus.on('helloCame', takeHello);

  return {
    has: (feature: Feature) => features.has(feature),
    features: () => [...features],
    /** null where it takes no files, or has not said so. */
    fileLimits: () => fileLimits,
    /** The server greeted with what it can, which the old system does not. */
    isGreeted: () => features.size > 0,
    takeHello,
    serverAheadMs: () => serverAheadMs,
    /** Resolves when the features of this connection are known; no hello in time means none. */
    async featuresKnown(epoch: number): Promise<void> {
      if (settledEpoch === epoch) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.schedule(helloTimeoutMs, () => {
          features = new Set();
          fileLimits = null;
          helloTimeoutMs = silentServerTimeoutMs;
          settledEpoch = epoch;
          resolve();
        });
        resolveWaiting = () => {
          cancel();
          resolve();
        };
      });
      resolveWaiting = null;
    },
    async checkAuth(): Promise<AuthVerdict> {
      const { token, refreshToken } = options.credentials();
      const life = tokenExpiry(token);
      if (life === null || life.expiresAt > serverNow()) return ask(() => rest.me());
      return refreshToken === null ? 'signedOut' : prolong(refreshToken);
    },
    stop(): void {
      stopped = true;
      cancelProlonging();
    },
  };
}
