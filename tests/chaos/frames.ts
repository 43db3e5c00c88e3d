/**
 * Duplicates, reorders and cuts events between the socket and the engine. No TCP path does that; the server's broker does,
 * and a second connection: so it is done to whole events, around the real socket.
 */
import type { ChatSocketFactory, Random } from '../../src/main/chat/ports.ts';
import type { ScaledClock } from './scaledClock.ts';

export interface FrameFaults {
  /** Share of `message:new` that comes three times, in any order, its truncated copy perhaps first. */
  triple: number;
  /** Share of all events that come late, and so overtake each other. */
  reorder: number;
  /** Share of all events that never come. */
  lose: number;
  /** Share of the cut copies that keep their id, as an old broker's may. */
  cutKeepsId: number;
  /** Latest that a late one comes, milliseconds of the engine's clock. */
  latestMs: number;
}

export const noFrameFaults: FrameFaults = { triple: 0, reorder: 0, lose: 0, cutKeepsId: 0, latestMs: 2_000 };

const brokerContentLimit = 4_096;

export function withFrameFaults(
  createSocket: ChatSocketFactory,
  options: { clock: ScaledClock; random: Random; faults: () => FrameFaults },
): ChatSocketFactory {
  const { clock, random } = options;
  return (socketOptions) => {
    const { handlers } = socketOptions;
    let connection = 0;
    function deliver(name: string, payload: unknown, delayMs: number): void {
      if (delayMs === 0) {
        handlers.onEvent(name, payload);
        return;
      }
      const during = connection;
      clock.schedule(delayMs, () => {
        if (during === connection) handlers.onEvent(name, payload);
      });
    }
    return createSocket({
      ...socketOptions,
      handlers: {
        ...handlers,
        onConnect: () => {
          connection += 1;
          handlers.onConnect();
        },
        onDisconnect: (reason) => {
          connection += 1;
          handlers.onDisconnect(reason);
        },
        onEvent: (name, payload) => {
          const faults = options.faults();
          // Without its hello a server of ours would be taken for an old one: that is a fault of its own.
          if (name === 'server:hello') return handlers.onEvent(name, payload);
          if (random() < faults.lose) return;
          const late = () => random() * faults.latestMs;
          if (name === 'message:new' && random() < faults.triple) {
            const copies = [payload, payload, brokerCopy(payload, random() < faults.cutKeepsId)];
            const first = random() < 0.5 ? copies.pop() : copies.shift();
            deliver(name, first, 0);
            for (const copy of copies) deliver(name, copy, late());
            return;
          }
          deliver(name, payload, random() < faults.reorder ? late() : 0);
        },
      },
    });
  };
}

/** What RabbitMQ makes of a message on its way (P5.5): mostly without an id of its own, and the text cut. */
function brokerCopy(payload: unknown, keepsId: boolean): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { messageId, content, ...rest } = payload as Record<string, unknown>;
  return {
    ...rest,
    ...(keepsId ? { messageId } : {}),
    content: typeof content === 'string' ? content.slice(0, brokerContentLimit) : content,
  };
}
