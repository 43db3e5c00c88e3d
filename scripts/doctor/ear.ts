import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandError } from '../../src/main/chat/commandError.ts';
import type { ChatSocket } from '../../src/main/chat/ports.ts';
import { createNodeSockets } from '../../src/main/network/socketIo.ts';
import type { Feature } from '../../src/shared/domain.ts';
import { parseHello, parseJoinAnswer } from '../../src/shared/wire.ts';

export const patienceMs = 10_000;
const helloPatienceMs = 3_000;

/** One connection, and what comes over it. */
export class Ear {
  readonly #socket: ChatSocket;
  readonly #greeted: Promise<Feature[]>;
  #features: Feature[] | null = null;

  private constructor(socket: ChatSocket, heard: EventEmitter) {
    this.#socket = socket;
    this.#greeted = new Promise((resolve) => heard.once('greeted', resolve));
  }

  /** Rejects with CommandError when the server lets nobody in. */
  static async open(url: string, token: string): Promise<Ear> {
    const heard = new EventEmitter();
    const fail = (reason: string) =>
      heard.emit('error', new CommandError('connectionLost', new Error(reason)));
    heard.on('error', () => {});
    const socket = createNodeSockets()({
      url,
      token: () => token,
      handlers: {
        onConnect: () => heard.emit('connected'),
        onDisconnect: fail,
        onConnectError: fail,
        onEvent: (name, payload) => {
          if (name === 'server:hello') heard.emit('greeted', parseHello(payload).features);
        },
      },
    });
    const ear = new Ear(socket, heard);
    const connected = once(heard, 'connected', { signal: AbortSignal.timeout(patienceMs) });
    socket.connect();
    try {
      await connected;
    } catch (error) {
      socket.dispose();
      throw error;
    }
    return ear;
  }

  /** null: it does not introduce itself. */
  async greeting(): Promise<Feature[] | null> {
    const late = pause(helloPatienceMs, null, { ref: false });
    this.#features = await Promise.race([this.#greeted, late]);
    return this.#features;
  }

  /** Rejects with TransportError, or with CommandError where it is refused. */
  async join(dialogId: string): Promise<{ confirmed: boolean }> {
    const confirmed = this.#features?.includes('joinAck') === true;
    if (!confirmed) this.#socket.emit('dialog:join', dialogId);
    else if (!parseJoinAnswer(await this.#socket.emitWithAck('dialog:join', dialogId, patienceMs)))
      throw new CommandError('notMember');
    return { confirmed };
  }

  hears(): Promise<boolean> {
    return this.#socket.probe(patienceMs);
  }

  close(): void {
    this.#socket.dispose();
  }
}
