/** What becomes of a request: most arrive and are answered, some vanish, and some commit and lose their answer. */
import {
  type Clock,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Random,
  TransportError,
} from '../../src/main/chat/ports.ts';
import type { Contract, WorldDialog } from './answers.ts';
import type { OldTraits } from './oldTraits.ts';

export function createWorldHttp(options: {
  clock: Clock;
  random: Random;
  contract: Contract;
  traits: OldTraits;
  dialogs: ReadonlyMap<string, WorldDialog>;
  isOffline: (userId: string) => boolean;
  isFaulty: () => boolean;
  post: (dialog: WorldDialog, userId: string, request: HttpRequest, isAnswered?: boolean) => unknown;
  /** Null for what is no reaction. */
  react: (request: HttpRequest, userId: string, isLate: boolean) => { status: number; body: unknown } | null;
  /** Null for what changes no message. */
  edit: (request: HttpRequest, userId: string, isLate: boolean) => { status: number; body: unknown } | null;
  /** Null for what names no file, or for a post whose files are there. */
  file: (request: HttpRequest, userId: string) => { status: number; body: unknown } | null;
  answer: (request: HttpRequest, userId: string) => unknown;
  onRequest: () => void;
}): (userId: string) => HttpClient {
  const { clock, random, contract, traits, dialogs, isFaulty, post, react, edit, file, answer, onRequest } =
    options;
  const between = (low: number, high: number) => low + random() * (high - low);
  const chance = (share: number) => random() < share;
  return (userId: string): HttpClient =>
    (request) =>
      new Promise<HttpResponse>((resolve, reject) => {
        onRequest();
        if (options.isOffline(userId)) {
          clock.schedule(5, () => reject(new TransportError('refused')));
          return;
        }
        const fate = isFaulty() ? random() : 1;
        const isPost = request.method === 'POST' && request.url.includes('/messages/dialog/');
        const dialog = isPost ? dialogs.get(request.url.split('/').at(-1) ?? '') : undefined;
        const work = (isLate = false) => {
          const filed = file(request, userId);
          if (filed !== null) return filed;
          if (dialog !== undefined) {
            return { status: 201, body: { success: true, data: post(dialog, userId, request) } };
          }
          const done = react(request, userId, isLate) ?? edit(request, userId, isLate);
          return done ?? { status: 200, body: answer(request, userId) };
        };
        const fail = () =>
          clock.schedule(chance(0.5) ? between(50, 500) : request.timeoutMs, () =>
            reject(new TransportError(chance(0.5) ? 'timeout' : 'reset')),
          );
        const arrival = between(5, 30);
        if (fate < 0.1) {
          fail();
          return;
        }
        if (fate < 0.22) {
          clock.schedule(arrival, () => void work());
          fail();
          return;
        }
        if (fate < 0.25) {
          clock.schedule(between(3_000, 25_000), () => void work(true));
          fail();
          return;
        }
        if (isFaulty() && dialog !== undefined && traits.losesAnswers > 0 && chance(traits.losesAnswers)) {
          clock.schedule(arrival, () => post(dialog, userId, request, false));
          const body = { success: false, error: 'timeout of 10000ms exceeded' };
          clock.schedule(10_000, () => resolve({ status: 500, body, retryAfterMs: null }));
          return;
        }
        clock.schedule(arrival, () => {
          const done = work();
          const answered = isPost && contract === 'old' ? between(60, 120) : between(2, 30);
          clock.schedule(answered, () => resolve({ ...done, retryAfterMs: null }));
        });
      });
}
