import { createClient } from '@redis/client';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';

const PULSE_MS = 2_000;
/** Who has not heard the own pulse for so long has a connection that is gone, whatever it says of itself. */
const SILENCE_MS = 8_000;
const CONNECT_MS = 5_000;
const PULSE = 'pulse';

const messageSchema = z.object({ node: z.string(), kind: z.string(), body: z.unknown() });

/** What every process of one server hears, the one that speaks excepted. What is said while it is not up is lost. */
export interface Bus {
  /** Whether what is said is heard. */
  isUp: () => boolean;
  say: (kind: string, body: unknown) => void;
  listen: (kind: string, hear: (node: string, body: unknown) => void) => void;
  end: () => void;
}

/** Of a server without Redis. It is up, as it never gets any better. */
export const noBus: Bus = {
  isUp: () => true,
  say: () => undefined,
  listen: () => undefined,
  end: () => undefined,
};

const clientOf = (url: string) =>
  createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (tries) => Math.random() * Math.min(1_000, 50 * 2 ** tries),
    },
  });
type Client = ReturnType<typeof clientOf>;

/**
 * Publishes and subscribes at Redis. It hears itself speak: a connection that is half open, or whose subscription failed, does
 * not, and is made anew. Nothing waits for it.
 */
export class RedisBus implements Bus {
  readonly #url: string;
  readonly #channel: string;
  readonly #node: string;
  readonly #log: FastifyBaseLogger;
  readonly #hearers = new Map<string, (node: string, body: unknown) => void>();
  readonly #timer: NodeJS.Timeout;
  #speaker: Client | undefined;
  #listener: Client | undefined;
  #heardAt = Number.NEGATIVE_INFINITY;
  #connectedAt = Number.NEGATIVE_INFINITY;

  /** `channel`: of this server alone. `node`: of this process alone. */
  constructor(options: { url: string; channel: string; node: string; log: FastifyBaseLogger }) {
    this.#url = options.url;
    this.#channel = options.channel;
    this.#node = options.node;
    this.#log = options.log;
    this.#connect();
    this.#timer = setInterval(() => this.#pulse(), PULSE_MS);
  }

  isUp(): boolean {
    return performance.now() - this.#heardAt < SILENCE_MS;
  }

  say(kind: string, body: unknown): void {
    // What waits for a dead connection would only fill the memory.
    if (kind !== PULSE && !this.isUp()) return;
    if (!this.#speaker?.isReady) return;
    const message = JSON.stringify({ node: this.#node, kind, body });
    this.#speaker.publish(this.#channel, message).catch(() => undefined);
  }

  listen(kind: string, hear: (node: string, body: unknown) => void): void {
    this.#hearers.set(kind, hear);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#disconnect();
  }

  #pulse(): void {
    const now = performance.now();
    if (!this.isUp() && now - this.#connectedAt > SILENCE_MS) {
      this.#log.warn('Redis is away');
      this.#connect();
    }
    this.say(PULSE, null);
  }

  #connect(): void {
    this.#disconnect();
    this.#connectedAt = performance.now();
    const [speaker, listener] = [clientOf(this.#url), clientOf(this.#url)];
    // Their own words: the pulse tells what they come to.
    for (const client of [speaker, listener]) client.on('error', () => undefined);
    this.#speaker = speaker;
    this.#listener = listener;
    const subscribe = () => listener.subscribe(this.#channel, (text) => this.#hear(text));
    listener
      .connect()
      .then(subscribe)
      .catch(() => undefined);
    speaker
      .connect()
      .then(() => this.say(PULSE, null))
      .catch(() => undefined);
  }

  #disconnect(): void {
    for (const client of [this.#speaker, this.#listener]) if (client?.isOpen) client.destroy();
  }

  /** Throws nothing: the client would lose what else it has just read. */
  #hear(text: string): void {
    try {
      const { node, kind, body } = messageSchema.parse(JSON.parse(text));
      if (node !== this.#node) this.#hearers.get(kind)?.(node, body);
      else if (kind === PULSE) this.#heardAt = performance.now();
    } catch (error) {
      this.#log.error({ err: error }, 'what another node said could not be understood');
    }
  }
}
