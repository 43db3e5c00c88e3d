import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { type AsyncMessage, Connection, type Consumer } from 'rabbitmq-client';

const EXCHANGE = 'chat3_updates';
/** Updates that are worked on at once. */
const AT_ONCE = 500;
const GRACE_MS = 1_000;

/**
 * Hears what Chat3 publishes to all people, by a queue of this process alone: a queue that several share, two devices of one
 * person or two nodes, would give each of them a part (P5.7, P9.9). It comes back by itself, and nothing waits for it.
 */
export class Broker {
  readonly #connection: Connection;
  readonly #consumer: Consumer;
  /** Undefined until it was reached, or not, for the first time. */
  #isUp: boolean | undefined;

  /** `take` resolves when everybody has been told: only then the update is acknowledged. */
  constructor(options: { url: string; take: (body: unknown) => Promise<void>; log: FastifyBaseLogger }) {
    const { take, log } = options;
    this.#connection = new Connection({ url: options.url, retryLow: 200, retryHigh: 10_000, heartbeat: 20 });
    this.#consumer = this.#connection.createConsumer(
      {
        queueOptions: { exclusive: true, autoDelete: true },
        // Chat3 declares it, in whatever way: until then this tries again.
        exchanges: [{ exchange: EXCHANGE, passive: true }],
        queueBindings: [{ exchange: EXCHANGE, routingKey: 'user.#' }],
        qos: { prefetchCount: AT_ONCE },
        requeue: false,
      },
      async (message) => {
        // What cannot be read or looked up now is found by clients in the history.
        await take(bodyOf(message)).catch((error: unknown) => {
          log.warn({ err: error, key: message.routingKey }, 'an update of the broker could not be told');
        });
      },
    );
    const isGone = (error: unknown) => {
      if (this.#isUp !== false) log.warn({ err: error }, 'the broker is away');
      this.#isUp = false;
    };
    this.#connection.on('error', isGone);
    this.#consumer.on('error', isGone);
    this.#consumer.on('ready', () => {
      this.#isUp = true;
      log.info('the broker is heard');
    });
  }

  get isUp(): boolean {
    return this.#isUp === true;
  }

  /** What is not told within a second is found in the history; a broker that is away would be waited for much longer. */
  async end(): Promise<void> {
    const wasUp = this.#isUp === true;
    this.#isUp = false;
    const closed = this.#consumer.close().catch(() => undefined);
    if (wasUp) await Promise.race([closed, delay(GRACE_MS, undefined, { ref: false })]);
    this.#connection.unsafeDestroy();
  }
}

/** The library reads JSON where the publisher says that it is some. */
function bodyOf({ body }: AsyncMessage): unknown {
  const content: unknown = body;
  if (!Buffer.isBuffer(content) && typeof content !== 'string') return content;
  try {
    return JSON.parse(content.toString()) as unknown;
  } catch {
    return undefined;
  }
}
