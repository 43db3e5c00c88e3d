import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  SamplingBreaker,
  TaskCancelledError,
  wrap,
} from 'cockatiel';
import { parseErrorSentence } from '../../../../src/shared/wire.ts';
import type { Page } from '../port.ts';
import { broken, Chat3Error, failureOf, failureOfFetch, isTrouble, unreachable } from './failures.ts';
import {
  type Chat3Dialog,
  type Chat3ListedDialog,
  type Chat3Message,
  type Chat3Page,
  type Chat3Reaction,
  parseChat3Dialog,
  parseChat3Dialogs,
  parseChat3Message,
  parseChat3Messages,
  parseChat3Reactions,
} from './shapes.ts';

const READ_MS = 10_000;
/** A message that was sent may not be sent again lightly: its answer is waited for as long as a client would. */
const WRITE_MS = 20_000;
/** Requests that Chat3 works on at once, and that wait for it; what is more is refused. */
const AT_ONCE = 64;
const WAITING = 512;

export interface Chat3Options {
  /** Such as `http://chat3.example.org:3002`; without a path it is `/api`. */
  url: string;
  apiKey: string;
}

/**
 * The calls of Chat3 (P9.2). Each throws Chat3Error. What only reads is asked again after a failure; while most of them fail
 * nothing is asked for two seconds, so that neither a slow nor an absent Chat3 takes this server along (P9.6).
 */
export class Chat3Client {
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #guarded;
  readonly #repeated;

  constructor({ url, apiKey }: Chat3Options) {
    const { pathname } = new URL(url);
    this.#base = pathname === '/' ? new URL('/api', url).href : url.replace(/\/+$/, '');
    this.#headers = { 'x-api-key': apiKey, accept: 'application/json' };
    const breaker = circuitBreaker(handleWhen(isTrouble), {
      halfOpenAfter: 2_000,
      breaker: new SamplingBreaker({ threshold: 0.6, duration: 10_000, minimumRps: 1 }),
    });
    this.#guarded = wrap(breaker, bulkhead(AT_ONCE, WAITING));
    const isWorthAnother = (error: Error) => error instanceof Chat3Error && error.code === 'chat3_failed';
    this.#repeated = wrap(
      retry(handleWhen(isWorthAnother), {
        maxAttempts: 3,
        backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }),
      }),
      this.#guarded,
    );
  }

  async dialogsOf(
    userId: string,
    page: Page,
    withLastMessage: boolean,
  ): Promise<Chat3Page<Chat3ListedDialog>> {
    const query = { ...queryOf(page), ...(withLastMessage ? { includeLastMessage: 'true' } : {}) };
    return parsed(parseChat3Dialogs, await this.#read(path('users', userId, 'dialogs'), query));
  }

  async dialog(dialogId: string): Promise<Chat3Dialog> {
    return parsed(parseChat3Dialog, await this.#read(path('dialogs', dialogId)));
  }

  async createDialog(name: string, createdBy: string): Promise<Chat3Dialog> {
    return parsed(parseChat3Dialog, await this.#write('POST', path('dialogs'), { name, createdBy }));
  }

  async removeDialog(dialogId: string): Promise<void> {
    await this.#write('DELETE', path('dialogs', dialogId));
  }

  /** Whoever is a member already stays one. */
  async addMember(dialogId: string, userId: string): Promise<void> {
    try {
      await this.#write('POST', path('dialogs', dialogId, 'members', userId, 'add'), {});
    } catch (error) {
      if (!(error instanceof Chat3Error) || error.statusCode !== 409) throw error;
    }
  }

  async removeMember(dialogId: string, userId: string): Promise<void> {
    await this.#write('POST', path('dialogs', dialogId, 'members', userId, 'remove'), {});
  }

  /** Newest first. */
  async history(dialogId: string, page: Page): Promise<Chat3Page<Chat3Message>> {
    return parsed(parseChat3Messages, await this.#read(path('dialogs', dialogId, 'messages'), queryOf(page)));
  }

  async post(
    dialogId: string,
    message: { content: string; senderId: string; type: string; meta: Record<string, unknown> },
  ): Promise<Chat3Message> {
    const answer = await this.#write('POST', path('dialogs', dialogId, 'messages'), message);
    return parsed(parseChat3Message, answer);
  }

  async message(messageId: string): Promise<Chat3Message> {
    return parsed(parseChat3Message, await this.#read(path('messages', messageId)));
  }

  async setStatus(messageId: string, userId: string, status: 'delivered' | 'read'): Promise<void> {
    await this.#write('POST', path('messages', messageId, 'status', userId, status), {});
  }

  async reactions(messageId: string): Promise<Chat3Reaction[]> {
    return parsed(parseChat3Reactions, await this.#read(path('messages', messageId, 'reactions')));
  }

  async react(messageId: string, userId: string, reaction: string): Promise<void> {
    await this.#write('POST', path('messages', messageId, 'reactions'), { reaction, userId });
  }

  /** Whose it is stands in the body and in the query: which one Chat3 reads is not known (P9.2). */
  async unreact(messageId: string, userId: string, reaction: string): Promise<void> {
    const query = new URLSearchParams({ userId });
    await this.#write('DELETE', `${path('messages', messageId, 'reactions', reaction)}?${query.toString()}`, {
      userId,
    });
  }

  /** Throws where Chat3 does not answer, or does not let this server in. */
  async ping(): Promise<void> {
    await this.#read(path('dialogs', 'dlg_ready')).catch((error: unknown) => {
      if (!(error instanceof Chat3Error) || error.statusCode !== 404) throw error;
    });
  }

  #read(place: string, query: Record<string, string> = {}): Promise<unknown> {
    const whole = `${place}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`}`;
    return ours(this.#repeated.execute(() => this.#ask('GET', whole, undefined, READ_MS)));
  }

  #write(method: string, place: string, body?: unknown): Promise<unknown> {
    return ours(this.#guarded.execute(() => this.#ask(method, place, body, WRITE_MS)));
  }

  async #ask(method: string, place: string, body: unknown, timeoutMs: number): Promise<unknown> {
    let status: number;
    let text: string;
    try {
      const response = await fetch(`${this.#base}${place}`, {
        method,
        headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      throw failureOfFetch(error);
    }
    const answer = jsonOf(text);
    if (status >= 200 && status < 300) return answer;
    throw failureOf(status, parseErrorSentence(answer));
  }
}

const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`;

const queryOf = ({ offset, limit }: Page) => ({
  page: String(Math.floor(offset / limit) + 1),
  limit: String(limit),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An answer that cannot be read says nothing of what was done. */
function parsed<T>(parse: (answer: unknown) => T, answer: unknown): T {
  try {
    return parse(answer);
  } catch {
    throw broken('something');
  }
}

/** What the guards refuse by themselves never left. */
async function ours<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isRefused =
      error instanceof BrokenCircuitError ||
      error instanceof BulkheadRejectedError ||
      error instanceof TaskCancelledError;
    throw isRefused ? unreachable() : error;
  }
}
