import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, createRestClient, type RestClient } from '../../../src/main/chat/rest/rest.ts';
import { createNodeHttpClient } from '../../../src/main/network/httpNode.ts';
import { formatPhone } from '../../../src/renderer/format/phone.ts';
import type { RemoteSignIn } from '../../../src/shared/remote.ts';
import { parseSignIn } from '../../../src/shared/wire.ts';
import type { Cast, DemoPerson } from '../people.ts';
import type { ScenarioServer } from '../server.ts';
import type { Step } from '../step.ts';
import { type Guard, openGuard } from './guard.ts';

export interface ForeignOptions {
  /** An origin. */
  address: string;
  /** Digits. */
  phones: [a: string, b: string];
  /** Asked once the server has sent one; one question at a time. */
  askCode(side: 'A' | 'B'): Promise<string>;
  now: Date;
}

/** Removing is tried this often, where the server is away just then. */
const removalTries = 2;
const removalPauseMs = 1_000;

/**
 * A server that others use as well: it is read, and written to in one chat of the two alone, which is made here and removed
 * at the end (S24.6).
 */
export class ForeignServer implements ScenarioServer {
  readonly promptMs = 3_000;
  readonly log = '';
  readonly cast: Cast;
  readonly #guard: Guard;
  readonly #signIns = new Map<string, { answer: RemoteSignIn; rest: RestClient }>();
  #made: Promise<string> | null = null;
  #ended: Promise<void> | null = null;
  #chatId: string | null = null;
  #remains: Step[] = [];

  private constructor(options: ForeignOptions, guard: Guard) {
    this.#guard = guard;
    const [a, b] = options.phones.map(
      (phone, index): DemoPerson => ({
        profile: `qa-${'ab'[index]}`,
        name: '',
        phone,
        shownPhone: formatPhone(phone),
      }),
    ) as [DemoPerson, DemoPerson];
    let asking: Promise<unknown> = Promise.resolve();
    this.cast = {
      a,
      b,
      chat: `QA ${options.now.toLocaleString('ru-RU').replace(',', '')}`,
      code: (who) => {
        const answer = asking.then(() => options.askCode(who === a ? 'A' : 'B'));
        asking = answer.catch(() => {});
        return answer;
      },
    };
  }

  static async open(options: ForeignOptions): Promise<ForeignServer> {
    const http = createNodeHttpClient();
    const restOf = (token: string) => createRestClient({ http, server: options.address, token: () => token });
    const known = new Map<string, boolean>();
    const guard = await openGuard({
      server: options.address,
      isOurs: async (messageId, authorization) => {
        const rest = restOf(authorization.replace(/^Bearer /, ''));
        const found = known.get(messageId) ?? (await isIn(guard.chat, rest, messageId));
        known.set(messageId, found);
        return found;
      },
      onSignIn: (body) => {
        const answer = parseSignIn(body);
        const who = [server.cast.a, server.cast.b].find(({ phone }) => phone === answer.user.phone);
        if (who === undefined) return;
        who.name = answer.user.name;
        server.#signIns.set(who.profile, { answer, rest: restOf(answer.token) });
      },
    });
    const server: ForeignServer = new ForeignServer(options, guard);
    return server;
  }

  get url(): string {
    return this.#guard.url;
  }

  /** Once both have signed in. By its id: some servers call a chat of two by the other person. */
  makeChat(): Promise<string> {
    this.#made ??= this.#make();
    return this.#made;
  }

  async #make(): Promise<string> {
    const [a, b] = [this.cast.a, this.cast.b].map(({ profile }) => this.#signIns.get(profile));
    if (a === undefined || b === undefined) throw new Error('Both have to be signed in first');
    const made = await a.rest.createDialog(this.cast.chat, [b.answer.user.userId], 'group');
    this.#chatId = made.dialogId;
    const details = await a.rest.dialog(made.dialogId);
    for (const id of [made.dialogId, details.databaseId]) if (id !== null) this.#guard.chat.add(id);
    // Servers that tell nobody of a new chat are asked for the list again after a break.
    this.#guard.cut();
    return made.dialogId;
  }

  /** Texts for a report: nobody’s phone or name. */
  conceal(text: string): string {
    let concealed = text;
    for (const [who, letter] of [
      [this.cast.a, 'А'],
      [this.cast.b, 'Б'],
    ] as const) {
      for (const secret of [who.phone, who.shownPhone, who.name])
        if (secret !== '') concealed = concealed.replaceAll(secret, `«${letter}»`);
    }
    return concealed;
  }

  async startAgain(): Promise<void> {
    throw new Error('This server is not ours to start');
  }

  async stop(): Promise<void> {
    throw new Error('This server is not ours to stop');
  }

  /** What was kept from the server so far. */
  withheld(): readonly string[] {
    return this.#guard.withheld;
  }

  /** What is left of it on the server; known once it is closed. */
  remains(): Step[] {
    return this.#remains;
  }

  /** Removes the chat and signs out, whoever asks for it and however often. */
  close(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    await this.#made?.catch(() => {});
    await this.#guard.close();
    const chat = await this.#removeChat();
    const others = this.#guard.withheld;
    this.#remains = [
      { step: 'на сервере не осталось чата, который создан для проверки', expected: 'ничего', ...chat },
      {
        step: 'в других чатах ничего не изменилось',
        expected: 'ни одной записи',
        seen:
          others.length === 0
            ? 'ни одной записи'
            : `ни одной записи; не пропущено на сервер: ${tally(others)}`,
        ok: true,
      },
    ];
    // The old system ends no sessions, and says so in its way.
    for (const { rest } of this.#signIns.values()) await rest.logOut().catch(() => undefined);
  }

  async #removeChat(): Promise<Pick<Step, 'seen' | 'ok'>> {
    const id = this.#chatId ?? (await this.#findChat());
    if (id === null) return { seen: 'ничего: чат не создавался', ok: true };
    for (let left = removalTries; left > 0; left -= 1) {
      for (const { rest } of this.#signIns.values()) {
        if (await succeeds(rest.deleteDialog(id))) return { seen: 'ничего: чат удалён', ok: true };
      }
      if (left > 1) await pause(removalPauseMs);
    }
    const left = await this.#leave(id);
    return {
      seen: `чат «${this.cast.chat}» с сообщениями: сервер не даёт его удалить; ${left ? 'А и Б вышли из него' : 'А и Б остались в нём, удалите его сами'}`,
      ok: left,
    };
  }

  /** Where it was made and the answer was lost. */
  async #findChat(): Promise<string | null> {
    const rest = this.#signIns.get(this.cast.a.profile)?.rest;
    if (this.#made === null || rest === undefined) return null;
    const listed = await rest.dialogs(1, 50).catch(() => null);
    return listed?.dialogs.find(({ name }) => name === this.cast.chat)?.dialogId ?? null;
  }

  async #leave(id: string): Promise<boolean> {
    let hasLeft = true;
    // The one who made it leaves last: on our server the others could not be put out any more.
    for (const { answer, rest } of [...this.#signIns.values()].toReversed())
      hasLeft = (await succeeds(rest.removeMember(id, answer.user.userId))) && hasLeft;
    return hasLeft;
  }
}

async function isIn(chat: ReadonlySet<string>, rest: RestClient, messageId: string): Promise<boolean> {
  const message = await rest.message(messageId).catch(() => null);
  const { dialogId = null, databaseId = null } = message?.dialog ?? {};
  return [dialogId, databaseId].some((id) => id !== null && chat.has(id));
}

/** What is there no more is removed. */
async function succeeds(task: Promise<unknown>): Promise<boolean> {
  try {
    await task;
    return true;
  } catch (error) {
    return error instanceof ApiError && (error.upstreamStatus ?? error.status) === 404;
  }
}

function tally(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `${line} × ${count}`).join(', ');
}
