/** Whether a sign-in still holds, and what the server at the other end can do. */
import type { Feature } from '../../shared/domain.ts';
import type { RemoteHello } from '../../shared/remote.ts';
import { tokenExpiry } from '../../shared/wire.ts';
import type { AuthVerdict } from './link.ts';
import type { Clock } from './ports.ts';
import { ApiError, type RestClient } from './rest.ts';

/** A server that never said hello is an old one; one that did may be at the far end of a slow link. */
const firstHelloTimeoutMs = 500;
const nextHelloTimeoutMs = 5_000;
/** Any other 401 may be the old backend's database being down (PROTOCOL §2). */
const finalSentences = ['Invalid token', 'User not found'];

export type Session = ReturnType<typeof createSession>;

export function createSession(options: { clock: Clock; rest: RestClient; token: () => string }) {
  const { clock } = options;
  let features = new Set<Feature>();
  let serverTimeOffsetMs = 0;
  let settledEpoch = -1;
  let resolveWaiting: (() => void) | null = null;

  return {
    has: (feature: Feature) => features.has(feature),
    features: () => [...features],
    takeHello(hello: RemoteHello, epoch: number): void {
      features = new Set(hello.features);
      settledEpoch = epoch;
      if (hello.serverTime !== null) serverTimeOffsetMs = hello.serverTime - clock.now();
      resolveWaiting?.();
    },
    /** Resolves when the features of this connection are known; no hello in time means none. */
    async featuresKnown(epoch: number): Promise<void> {
      if (settledEpoch === epoch) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.schedule(features.size > 0 ? nextHelloTimeoutMs : firstHelloTimeoutMs, () => {
          features = new Set();
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
    /** By the server's clock, since the local one may be off by a day. */
    async checkAuth(): Promise<AuthVerdict> {
      const expiry = tokenExpiry(options.token());
      if (expiry !== null && expiry.expiresAt <= clock.now() + serverTimeOffsetMs) return 'signedOut';
      try {
        await options.rest.me();
        return 'valid';
      } catch (error) {
        const isFinal =
          error instanceof ApiError && error.status === 401 && finalSentences.includes(error.sentence ?? '');
        return isFinal ? 'signedOut' : 'unknown';
      }
    },
  };
}
