import { createClient } from '@redis/client';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';

const CHANNEL = 'chat3';
const LONGEST_RETRY_MS = 2_000;
/** A connection that says nothing for so long is dead. */
const PING_MS = 3_000;

const messageSchema = z.object({ node: z.string(), kind: z.string(), body: z.unknown() });
type BusMessage = z.infer<typeof messageSchema>;

/** What every process of one server hears, the one that speaks excepted. What is said while Redis is away is lost. */
export interface Bus {
  /** The name of this process. */
  readonly node: string;
  /** Whether this process hears the others. */
  isUp: () => boolean;
  /** Resolves to how many processes heard it, this one among them; 0 where it could not be said. */
  say: (kind: string, body: unknown) => Promise<number>;
  listen: (kind: string, hear: (node: string, body: unknown) => void) => void;
  end: () => Promise<void>;
}

/** Publishes and subscribes at Redis. Connects by itself, again and again; nothing waits for it. */
export function redisBus(url: string, node: string, log: FastifyBaseLogger): Bus {
  const hearers = new Map<string, (node: string, body: unknown) => void>();
  const speaker = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: PING_MS,
    socket: {
      connectTimeout: LONGEST_RETRY_MS,
      socketTimeout: 3 * PING_MS,
      reconnectStrategy: (retries) => Math.random() * Math.min(LONGEST_RETRY_MS, 50 * 2 ** retries),
    },
  });
  const listener = speaker.duplicate();
  let isListening = false;
  for (const client of [speaker, listener]) {
    client.on('error', (error: unknown) => log.warn({ err: error }, 'Redis is away'));
  }
  listener.on('error', () => {
    isListening = false;
  });

  const hear = (text: string) => {
    const message = parse(text);
    if (!message || message.node === node) return;
    hearers.get(message.kind)?.(message.node, message.body);
  };
  speaker.connect().catch(() => undefined);
  listener
    .connect()
    .then(() => listener.subscribe(CHANNEL, hear))
    .catch(() => undefined);
  listener.on('ready', () => {
    isListening = true;
  });

  return {
    node,
    isUp: () => isListening && listener.isReady && speaker.isReady,
    say: async (kind, body) => {
      if (!speaker.isReady) return 0;
      try {
        return await speaker.publish(CHANNEL, JSON.stringify({ node, kind, body }));
      } catch {
        return 0;
      }
    },
    listen: (kind, heard) => void hearers.set(kind, heard),
    end: async () => {
      speaker.destroy();
      listener.destroy();
    },
  };
}

/** Of a server without Redis: only this process hears. */
export function noBus(node: string): Bus {
  return { node, isUp: () => true, say: async () => 1, listen: () => undefined, end: async () => undefined };
}

function parse(text: string): BusMessage | undefined {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
