import { afterEach, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../src/main/chat/engine.ts';
import { foldWindow, type MessageWindow } from '../../../src/shared/windowFold.ts';
import {
  parseDialogAnswer,
  parseDialogDetails,
  parseDialogPage,
  parseErrorSentence,
  parseMembers,
  parseMessage,
  parseMessageAnswer,
  parseMessagePage,
  parsePresence,
  parseReactions,
  parseSignIn,
  parseTyping,
  parseUser,
  parseUserPage,
} from '../../../src/shared/wire.ts';
import { type RecordedRequest, readRecording, requestsOf } from '../../fixtures/recordings/recording.ts';
import { createMemoryHistory } from '../../simulation/memoryHistory.ts';
import { createRandom, createVirtualClock } from '../../simulation/virtualClock.ts';
import { createRecordedSystem, type Who } from './recordedSystem.ts';

const log = readRecording('chat3-november-2025');
const devices: Who[] = ['A', 'B', 'B, second device'];
/** Blanks, as only another program sends them. */
const isBlank = ({ request }: RecordedRequest) => String(request.body?.['content']).trim() === '';

const engines: Engine[] = [];

afterEach(() => {
  for (const engine of engines.splice(0)) engine.stop();
});

async function play() {
  const clock = createVirtualClock(Date.parse('2026-11-27T04:53:02.500Z'));
  const startedAt = clock.now();
  const system = createRecordedSystem(log, clock);
  const problems: string[] = [];
  const told: Record<Who, string[]> = { A: [], B: [], 'B, second device': [] };
  const stores = new Map(devices.map((who) => [who, createMemoryHistory()]));
  const windows = new Map<Who, MessageWindow | null>();
  const all = new Map(
    devices.map((who, index) => {
      const signedIn = { server: 'http://recorded', refreshToken: null, ...system.signedIn(who) };
      const engine = createEngine({
        accounts: {
          keepsSignIn: true,
          active: () => signedIn,
          signIn: () => {},
          updateTokens: () => {},
          signOut: () => problems.push(`${who} was signed out`),
          openHistory: () => stores.get(who) as ReturnType<typeof createMemoryHistory>,
        },
        http: system.http(who),
        createSocket: system.createSocket(who),
        clock,
        random: createRandom(index),
        log: {
          info: () => {},
          warn: (event, details) => problems.push(`${who} ${event} ${JSON.stringify(details)}`),
        },
        emit: (event) => windows.set(who, foldWindow(windows.get(who) ?? null, event)),
        onArrivals: (arrivals) =>
          told[who].push(...arrivals.filter(({ own }) => !own).map(({ content }) => content)),
        server: () => signedIn.server,
      });
      engines.push(engine);
      return [who, engine];
    }),
  );
  const engineOf = (who: string) => all.get(who as Who) as Engine;
  /** Opens the one dialog at its end; answers what is shown of it. */
  const opened = (who: Who): MessageWindow => {
    const engine = engineOf(who);
    engine.openDialog(engine.dialogs()[0]?.dialogId ?? '', { end: true });
    return windows.get(who) as MessageWindow;
  };
  const until = (at: number) => clock.runUntil(startedAt + Math.round(at));

  return {
    system,
    problems,
    told,
    stores,
    engineOf,
    opened,
    until,
    /** The engines do what the recorded people did, when they did it. */
    async all(): Promise<void> {
      for (const entry of log) {
        await until(entry.at);
        if ('request' in entry) await act(entry);
        else if ('event' in entry && entry.event === '(connect)') engineOf(entry.who).start();
        else if ('event' in entry && entry.event === 'message:new') continue;
        else if ('event' in entry && !entry.event.startsWith('(')) system.hear(entry.who as Who, entry);
      }
    },
  };

  async function act(entry: RecordedRequest): Promise<void> {
    const { method, path, body } = entry.request;
    if (method !== 'POST' || !path.startsWith('/api/messages/dialog/')) return;
    const [dialog] = engineOf(entry.who).dialogs();
    if (isBlank(entry)) system.store(entry);
    else engineOf(entry.who).sendMessage(dialog?.dialogId ?? '', String(body?.['content']));
  }
}

const inOrder = (texts: string[]) => texts.map((text) => `${text.slice(0, 40)} (${text.length})`);

test('every recorded answer and event is read by its parser, whole (P1.3, P4.1)', () => {
  const read: string[] = [];
  const whole = <Answer extends { dropped: number }>(answer: Answer) => expect(answer.dropped).toBe(0);
  const parsers: [RegExp, (body: unknown) => unknown][] = [
    [/^POST \/api\/auth\/request-code$/, (body) => expect(body).toMatchObject({ success: true })],
    [/^POST \/api\/auth\/verify-code$/, parseSignIn],
    [/^GET \/api\/users\?/, parseUserPage],
    [/^GET \/api\/users\//, parseUser],
    [/^POST \/api\/dialogs$/, parseDialogAnswer],
    [/^GET \/api\/dialogs\?/, (body) => whole(parseDialogPage(body))],
    [/^GET \/api\/dialogs\/\w+$/, parseDialogDetails],
    [/^GET \/api\/dialogs\/\w+\/members$/, parseMembers],
    [/^GET \/api\/messages\/dialog\//, (body) => whole(parseMessagePage(body))],
    [/^POST \/api\/messages\/dialog\//, parseMessageAnswer],
    [/^GET \/api\/messages\/\w+$/, parseMessageAnswer],
    [/^GET \/api\/messages\/\w+\/reactions$/, (body) => expect(parseReactions(body)).toHaveLength(1)],
    [
      /^POST \/api\/messages\/\w+\/(status|reactions)/,
      (body) => expect(body).toMatchObject({ success: true }),
    ],
  ];
  const events: Record<string, (payload: unknown) => unknown> = {
    'message:new': parseMessage,
    'typing:start': parseTyping,
    'typing:stop': parseTyping,
    'user:online': parsePresence,
    'user:offline': parsePresence,
  };
  for (const entry of log) {
    if ('request' in entry) {
      const question = `${entry.request.method} ${entry.request.path}`;
      const parse = parsers.find(([pattern]) => pattern.test(question))?.[1];
      if (entry.status >= 400)
        expect(parseErrorSentence(entry.answer)).toMatch(/^Request failed with status code 4\d\d$/);
      else parse?.(entry.answer);
      expect(parse !== undefined || entry.status >= 400, question).toBe(true);
    } else if ('event' in entry && !entry.event.startsWith('(')) {
      expect(events, entry.event).toHaveProperty([entry.event]);
      events[entry.event]?.(entry.payload);
    }
    read.push(JSON.stringify(entry));
  }
  expect(read).toHaveLength(141);
});

test('played through the engine, every device shows the 33 messages once, in the order of the histories (S4.2, S5.1)', async () => {
  const { system, problems, engineOf, opened, stores, told, until, all } = await play();
  await all();
  // The next looks at the list, for what no event told.
  await until(200_000);
  const expected = system.rows();
  expect(expected).toHaveLength(33);
  const [recordedHistory] = requestsOf(log)
    .filter(({ request }) => request.path.includes('/messages/dialog/') && request.path.includes('limit=50'))
    .map(({ answer }) => parseMessagePage(answer).messages.toSorted((a, b) => a.createdAt - b.createdAt));
  expect(inOrder(expected.slice(0, 30).map(({ content }) => content))).toEqual(
    inOrder((recordedHistory ?? []).map(({ content }) => content)),
  );
  for (const who of devices) {
    const engine = engineOf(who);
    const [dialog, ...others] = engine.dialogs();
    expect(others).toEqual([]);
    const { messages, hasOlder } = opened(who);
    expect(inOrder(messages.map(({ content }) => content)), who).toEqual(
      inOrder(expected.map(({ content }) => content)),
    );
    expect(
      messages.map(({ id }) => id),
      who,
    ).toEqual(expected.map(({ messageId }) => messageId));
    expect(messages.every(({ state }) => state === 'sent') && !hasOlder, who).toBe(true);
    expect(stores.get(who)?.jobs(), who).toEqual([]);
    expect(dialog, who).toMatchObject({
      title: who === 'A' ? 'Борис Проба' : 'Анна Проба',
      kind: 'direct',
      memberCount: 2,
      unreadCount: who === 'A' ? 0 : 3,
      lastMessage: { content: 'после ухода второго устройства' },
    });
    expect(new Set(told[who]).size, who).toBe(told[who].length);
  }
  expect(system.unexpected).toEqual([]);
  expect(problems).toEqual([]);
});

test('its reactions: a new one replaces, and taking back is what that system cannot do', async () => {
  const { problems, engineOf, opened, until, all } = await play();
  await all();
  let now = 200_000;
  await until(now);
  const messageAt = (who: Who) => opened(who).messages.find(({ content }) => content === 'сразу A11');
  const [anna = '', boris = ''] = [messageAt('A')?.key, messageAt('B')?.key];
  const { reactions } = engineOf('B').account();
  const settle = async <Value>(promise: Promise<Value>) => {
    const result = promise.then(
      (value) => ({ value }),
      (error: { code?: string }) => ({ error: error.code }),
    );
    now += 1_000;
    await until(now);
    return result;
  };
  await settle(reactions.set(boris, '👍'));
  await settle(reactions.set(boris, '❤️'));
  expect(await settle(reactions.remove(boris, '❤️'))).toEqual({ error: 'notSupported' });
  await settle(engineOf('A').account().reactions.list(anna));
  expect(messageAt('B')?.reactions).toEqual([{ emoji: '❤️', count: 1, mine: true }]);
  expect(messageAt('A')?.reactions).toEqual([{ emoji: '❤️', count: 1, mine: false }]);
  expect(problems).toEqual([]);
});
