import { once } from 'node:events';
import { createServer } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { urlOf } from './url.ts';

const FAST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What was refused, or cut: the words of `kind`. */
export type Refusal =
  | 'rate'
  | 'in_flight'
  | 'sockets'
  | 'events'
  | 'typing'
  | 'unread_answer'
  | 'stuck_socket';

export interface Figures {
  url: string;
  close: () => void;
}

/** Figures for whoever keeps the server running. Labels are routes and kinds, never ids: their number is bounded. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'chat3_request_seconds',
    help: 'From the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: FAST_SECONDS,
    registers: [this.#registry],
  });
  readonly #posts = new Counter({
    name: 'chat3_posts_total',
    help: 'Messages stored',
    registers: [this.#registry],
  });
  readonly #refusals = new Counter({
    name: 'chat3_refusals_total',
    help: 'What a limit refused or cut, by kind',
    labelNames: ['kind'],
    registers: [this.#registry],
  });
  readonly #storage = new Histogram({
    name: 'chat3_commit_seconds',
    help: 'One transaction, with all that shares it',
    buckets: FAST_SECONDS,
    registers: [this.#registry],
  });
  readonly #delivery = new Histogram({
    name: 'chat3_delivery_seconds',
    help: 'From asking for a write to having told the sockets of it',
    buckets: FAST_SECONDS,
    registers: [this.#registry],
  });

  /** `connections`, `commitQueue`: how many there are now; `broker`: whether it is heard, undefined without one. */
  constructor(now: {
    connections: () => number;
    commitQueue: () => number;
    broker: () => boolean | undefined;
  }) {
    this.#gauge('chat3_connections', 'Sockets connected', now.connections);
    this.#gauge('chat3_commit_queue', 'Writes that wait for their transaction', now.commitQueue);
    this.#gauge('chat3_broker_up', 'Whether RabbitMQ is heard: 1 or 0, also without one', () =>
      Number(now.broker() ?? false),
    );
  }

  answered(request: { method: string; route: string; status: number; seconds: number }): void {
    const { method, route, status, seconds } = request;
    this.#requests.observe({ method, route, status: String(status) }, seconds);
    if (status === 201 && route === '/api/messages/dialog/:dialogId') this.#posts.inc();
  }

  refused(kind: Refusal): void {
    this.#refusals.inc({ kind });
  }

  committed(seconds: number): void {
    this.#storage.observe(seconds);
  }

  delivered(seconds: number): void {
    this.#delivery.observe(seconds);
  }

  /** What Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Answers GET /metrics at an address of its own; nobody who can reach it has to sign in. */
  async serve(host: string, port: number): Promise<Figures> {
    // Of the process, the delay of the loop among them: they cost a timer, which only who reads them pays.
    collectDefaultMetrics({ register: this.#registry });
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      this.text().then(
        (text) => response.writeHead(200, { 'content-type': this.#registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    server.listen(port, host);
    await once(server, 'listening');
    const close = () => server.close().closeAllConnections();
    return { url: `${urlOf('http', server.address())}/metrics`, close };
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }
}
