import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatSocket } from '../../src/main/chat/ports.ts';
import { createNodeSockets } from '../../src/main/network/socketIo.ts';
import type { Feature } from '../../src/shared/domain.ts';
import { parseHello } from '../../src/shared/wire/people.ts';

/** One connection, and what comes over it. */
export class Ear {
  readonly #socket: ChatSocket;
  readonly #greeted: Promise<Feature[]>;

  private constructor(socket: ChatSocket, heard: EventEmitter) {
    this.#socket = socket;
    this.#greeted = new Promise((resolve) => heard.once('greeted', resolve));
  }

  /** Rejects with a sentence when the server lets nobody in. */
  static async open(url: string, token: string, patienceMs: number): Promise<Ear> {
    const heard = new EventEmitter();
    const fail = (reason: string) => heard.emit('error', new Error(`нет соединения: ${reason}`));
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
  async greeting(patienceMs: number): Promise<Feature[] | null> {
    const late = pause(patienceMs, null, { ref: false });
    return Promise.race([this.#greeted, late]);
  }

  async join(dialogId: string, hasAck: boolean, patienceMs: number): Promise<string> {
    if (!hasAck) {
      this.#socket.emit('dialog:join', dialogId);
      return 'вошли; этот сервер не подтверждает вход';
    }
    await this.#socket.emitWithAck('dialog:join', dialogId, patienceMs);
    return 'вошли, сервер подтвердил';
  }

  hears(patienceMs: number): Promise<boolean> {
    return this.#socket.probe(patienceMs);
  }

  close(): void {
    this.#socket.dispose();
  }
}
