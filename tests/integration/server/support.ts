import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../../../server/src/server.ts';
import { openRaw } from '../../../server/src/store/testing/rawDatabase.ts';
import { freshDatabase, isOnPostgres } from '../../../server/src/store/testing/testDatabase.ts';
import { expectAsDescribed } from './described.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely here; the assertions are the types
export type Json = any;

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

export const SASHA = '79111111111';
export const ANDREY = '79777777777';
const MARIA = '79222222222';
export const DMITRY = '79333333333';
export const ELENA = '79444444444';

const EVENT_DEADLINE_MS = 30_000;

export async function call(
  url: string,
  verb: string,
  path: string,
  options: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: verb,
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const { status, headers } = response;
  const body: Json = await response.json();
  if (response.ok) await expectAsDescribed({ verb, path, status, body });
  return { status, body, headers };
}

/** A signed-in person. */
export class Person {
  readonly url: string;
  readonly token: string;
  readonly userId: string;
  readonly name: string;
  readonly signedIn: Json;

  constructor(url: string, signedIn: Json) {
    this.url = url;
    this.token = signedIn.token;
    this.userId = signedIn.user.userId;
    this.name = signedIn.user.name;
    this.signedIn = signedIn;
  }

  get(path: string): Promise<Answer> {
    return call(this.url, 'GET', `/api${path}`, { token: this.token });
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return call(this.url, 'POST', `/api${path}`, { token: this.token, body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return call(this.url, 'PATCH', `/api${path}`, { token: this.token, body });
  }

  delete(path: string): Promise<Answer> {
    return call(this.url, 'DELETE', `/api${path}`, { token: this.token });
  }

  /** Creates a group with these people and returns its id. */
  async group(...others: Person[]): Promise<string> {
    const body = { name: 'Группа', memberIds: others.map((person) => person.userId) };
    return (await this.post('/dialogs', body)).body.data.dialogId;
  }

  async say(dialogId: string, content: string, meta: object = {}): Promise<Json> {
    return (await this.post(`/messages/dialog/${dialogId}`, { content, meta })).body.data;
  }

  connect(): Promise<Ear> {
    return Ear.connect(this.url, this.token);
  }
}

/** A connected socket that remembers everything it hears. */
export class Ear {
  readonly socket: Socket;
  readonly heard: { event: string; payload: Json }[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((event: string, payload: Json) => this.#note(event, payload));
    socket.on('disconnect', (reason) => this.#note('disconnect', reason));
  }

  static async connect(url: string, token: unknown, options: object = {}): Promise<Ear> {
    const socket = io(url, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    });
    const ear = new Ear(socket);
    onTestFinished(() => void socket.disconnect());
    await new Promise<void>((resolve, reject) => {
      socket.once('presence:snapshot', () => resolve());
      socket.once('connect_error', reject);
    });
    return ear;
  }

  #note(event: string, payload: Json): void {
    this.heard.push({ event, payload });
    for (const check of [...this.#waiting]) check();
  }

  all(event: string): Json[] {
    return this.heard.filter((entry) => entry.event === event).map((entry) => entry.payload);
  }

  /** The first such event, heard already or still to come. */
  hear(event: string, matches: (payload: Json) => boolean = () => true): Promise<Json> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.heard.find((entry) => entry.event === event && matches(entry.payload));
        if (!found) return;
        done();
        resolve(found.payload);
      };
      const late = setTimeout(() => {
        done();
        reject(
          new Error(`"${event}" was not heard; heard: ${this.heard.map((entry) => entry.event).join(', ')}`),
        );
      }, EVENT_DEADLINE_MS);
      const done = () => {
        clearTimeout(late);
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Emits and waits for the acknowledgement. */
  ask(event: string, ...payload: unknown[]): Promise<Json> {
    return this.socket.timeout(EVENT_DEADLINE_MS).emitWithAck(event, ...payload);
  }

  join(dialogId: string): Promise<Json> {
    return this.ask('dialog:join', dialogId);
  }

  /**
   * Resolves when everything the server sent before this call has arrived: the acknowledgement of a join travels behind it.
   * Proves that something was not heard without sleeping.
   */
  async caughtUp(): Promise<void> {
    await this.ask('dialog:join', 'dlg_that_does_not_exist');
  }
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-server-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const databases = new Map<string, string>();

/** On PostgreSQL a database stands for each data folder. */
export async function databaseOf(dataDir: string): Promise<string> {
  const known = databases.get(dataDir) ?? (await freshDatabase());
  databases.set(dataDir, known);
  return known;
}

/** A server on the storage of these tests. */
export async function startTestServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { dataDir = temporaryDirectory() } = options;
  return startServer({
    ...options,
    ...(isOnPostgres ? { databaseUrl: await databaseOf(dataDir), doorDir: dataDir } : { dataDir }),
  });
}

/** Another connection to the database of a server. */
export async function stranger(dataDir: string) {
  const raw = await openRaw(isOnPostgres ? await databaseOf(dataDir) : join(dataDir, 'chat3.sqlite'));
  onTestFinished(() => raw.close());
  return raw;
}

/** What somebody finds who reads the data folder of a server, or the codes in its PostgreSQL. */
export async function storedText(dataDir: string): Promise<string> {
  if (isOnPostgres) return JSON.stringify(await (await stranger(dataDir)).rows('select * from codes'));
  const files = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(dataDir, name), 'latin1')).join('');
}

/** A demo server on a free port with its own database, closed at the end of the test. */
export async function demoServer(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startTestServer({ demo: true, logLevel: 'error', ...options });
  onTestFinished(() => server.close());
  return server;
}

export async function signIn(url: string, phone: string, name?: string, code = '1234'): Promise<Person> {
  const asked = await call(url, 'POST', '/api/auth/request-code', { body: { phone, name } });
  if (asked.status !== 200) throw new Error(`request-code: ${JSON.stringify(asked.body)}`);
  const signed = await call(url, 'POST', '/api/auth/verify-code', { body: { phone, code } });
  if (signed.status !== 200) throw new Error(`verify-code: ${JSON.stringify(signed.body)}`);
  return new Person(url, signed.body);
}

/** A server and three of its people. */
export async function cast(options: ServerOptions = {}) {
  const server = await demoServer(options);
  const { url } = server;
  const sasha = await signIn(url, SASHA);
  const andrey = await signIn(url, ANDREY);
  const maria = await signIn(url, MARIA);
  return { server, url, sasha, andrey, maria };
}

/** A clock that moves only when it is told to. */
export function manualClock(start = Date.UTC(2026, 0, 1)) {
  let time = start;
  return {
    now: () => time,
    advance: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}
