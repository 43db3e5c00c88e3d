import { request } from 'node:http';
import type { Socket } from 'node:net';

/** A WebSocket at the engine’s door that sends whatever it is told to: no client library keeps it from talking rubbish. */
export class RawSocket {
  readonly #socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #received = '';
  #changed: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#readFrames();
      this.#changed();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#changed());
  }

  static open(url: string): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const upgrade = request(`${url}/socket.io/?EIO=4&transport=websocket`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        },
      });
      upgrade.on('upgrade', (_response, socket: Socket) => resolve(new RawSocket(socket)));
      upgrade.on('error', reject);
      upgrade.end();
    });
  }

  #readFrames(): void {
    while (this.#bytes.length >= 2) {
      const short = (this.#bytes[1] ?? 0) & 127;
      const header = short < 126 ? 2 : 4;
      if (this.#bytes.length < header) return;
      const length = short < 126 ? short : this.#bytes.readUInt16BE(2);
      if (this.#bytes.length < header + length) return;
      const isGoodbye = ((this.#bytes[0] ?? 0) & 15) === 8;
      this.#received += this.#bytes.subarray(header, header + length).toString('latin1');
      this.#bytes = this.#bytes.subarray(header + length);
      if (isGoodbye) this.#socket.destroy();
    }
  }

  /** One text frame, masked with zeros, of at most 125 bytes or at most 65,535. */
  send(text: string): void {
    const payload = Buffer.from(text);
    const length =
      payload.length < 126
        ? [0x80 | payload.length]
        : [0x80 | 126, payload.length >> 8, payload.length & 255];
    this.#socket.write(Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]));
  }

  /** Resolves when this text has come, or the server has closed the connection. */
  async heardOrClosed(text: string): Promise<'heard' | 'closed'> {
    for (;;) {
      if (this.#received.includes(text)) return 'heard';
      if (this.#socket.destroyed) return 'closed';
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
