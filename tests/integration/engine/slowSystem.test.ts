/** The old system where everything takes its time: slow is not broken, and is not pressed harder for it. */
import { expect, test } from 'vitest';
import type { HttpClient } from '../../../src/main/chat/ports.ts';
import type { MessageView } from '../../../src/shared/views.ts';
import { createScaledClock, type ScaledClock } from '../../chaos/scaledClock.ts';
import type { OldDialog } from '../../fixtures/oldBackend/state.ts';
import type { OldVariantName } from '../../fixtures/oldBackend/variants.ts';
import type { OldBackend, OldBackendOptions } from '../../fixtures/oldBackend.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

const scale = 20;
const variants: OldVariantName[] = ['a', 'c'];
const historyPath = '/messages/dialog/';

let old: OldBackend;
let clock: ScaledClock;

async function startWith(variant: OldVariantName, options: Partial<OldBackendOptions> = {}) {
  clock = createScaledClock(scale);
  const started = await startOld(
    { variant, scale, slow: {}, brokerChance: 0.9, now: clock.now, schedule: clock.schedule, ...options },
    7,
  );
  ({ old } = started);
  return started;
}

const person = (phone: string, wrap?: (http: HttpClient) => HttpClient) =>
  live(phone, { clock, ...(wrap ? { wrap } : {}) });

function look({ engine, shown }: Person, dialogId: string): () => MessageView[] {
  engine.openDialog(dialogId);
  return shown;
}

const contents = (messages: MessageView[]) => messages.map(({ content }) => content);

function fill(dialog: OldDialog, senderId: string, count: number, endsAt = clock.now() - 60_000): string[] {
  const texts = Array.from({ length: count }, (_, index) => `${dialog.name} ${index}`);
  for (const [index, text] of texts.entries())
    old.insert(dialog, senderId, text, endsAt - (count - index) * 1_000);
  return texts;
}

/** Scrolls up to the first message; a page that does not come is asked for again, as the page on screen does it. */
async function readBack(reader: Person, dialogId: string): Promise<{ read: string[]; failures: number }> {
  const current = look(reader, dialogId);
  await reader.until('the newest page', () => reader.window()?.loading === false && current().length > 0);
  reader.opened(dialogId, { end: true });
  let failures = 0;
  while (reader.window()?.hasOlder) {
    try {
      await reader.engine.loadMessages(dialogId, 'older');
    } catch {
      failures += 1;
      await clock.after(2_000);
    }
  }
  return { read: contents(current()), failures };
}

/** Chromium makes six connections to a host; what comes then waits for one of them. */
function sixConnections(tell: (what: 'waits' | 'answered', method: string) => void) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return (http: HttpClient): HttpClient =>
    async (request) => {
      if (running === 6) {
        tell('waits', request.method);
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else running += 1;
      try {
        return await http(request);
      } finally {
        tell('answered', request.method);
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    };
}

async function openChats(reader: Person, dialogs: OldDialog[]): Promise<void> {
  for (const { dialogId } of dialogs) {
    reader.opened(dialogId);
    await reader.until(`a look at ${dialogId}`, () => reader.window()?.loading === false);
  }
}

function addChats(count: number, a: string, b: string, messages: number): OldDialog[] {
  return Array.from({ length: count }, (_, index) => {
    const dialog = old.state.addDialog(`Чат ${index}`, a, [b]);
    fill(dialog, b, messages);
    return dialog;
  });
}

test.each(variants)('%s: three hundred messages are read to the first one', async (variant) => {
  const { a, b } = await startWith(variant);
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  const texts = fill(dialog, b, 300);
  const reader = await person(aleksandr);
  const { read } = await readBack(reader, dialog.dialogId);
  expect(read).toEqual(texts);
  console.info(`${variant}: 300 read in ${old.requests(historyPath)} requests`);
  expect(old.requests(historyPath)).toBeLessThanOrEqual(30);
});

test('a page that can never come whole comes in smaller ones (S16.3)', async () => {
  const { a, b } = await startWith('a', { slow: { perMessageMs: 400 } });
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  const texts = fill(dialog, b, 60);
  const reader = await person(aleksandr);
  const { read } = await readBack(reader, dialog.dialogId);
  expect(read).toEqual(texts);
  console.info(`60 read in ${old.requests(historyPath)} requests`);
  expect(old.requests(historyPath)).toBeLessThanOrEqual(24);
});

test('a chat that cannot be had says why, and comes by itself (S16.5)', async () => {
  const { a, b } = await startWith('a', { slow: { perMessageMs: 5_000 } });
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
  const texts = fill(dialog, b, 20);
  const reader = await person(aleksandr);
  reader.engine.openDialog(dialog.dialogId);
  await reader.until('the reason', () =>
    reader.events.some((event) => event.type === 'window' && event.window?.failure === 'serverSlow'),
  );
  expect(reader.engine.connection().state).toBe('live');
  old.slow?.setPerMessageMs(10);
  await reader.until('the messages', () => reader.shown().length >= 6);
  const { read } = await readBack(reader, dialog.dialogId);
  expect(read).toEqual(texts);
});

test('a send waits for nothing that catches up (S16.2)', async () => {
  const { a, b } = await startWith('a');
  const dialogs = addChats(24, a, b, 1);
  const waited: string[] = [];
  let historyAnswers = 0;
  let answersAtSend: number | null = null;
  const sender = await person(
    aleksandr,
    sixConnections((what, method) => {
      if (what === 'waits') waited.push(method);
      else if (method === 'POST') answersAtSend = historyAnswers;
      else historyAnswers += 1;
    }),
  );
  await openChats(sender, dialogs);
  sender.cut();
  for (const dialog of dialogs) fill(dialog, b, 30, clock.now());
  const before = old.requests(historyPath);
  await sender.until(
    'it catches up',
    () => sender.engine.connection().state === 'catchingUp' && old.requests(historyPath) >= before + 3,
  );
  // Clicked through: each asks for its newest page.
  for (const { dialogId } of dialogs.slice(0, 10)) sender.engine.openDialog(dialogId);
  await clock.after(200);
  const begun = historyAnswers;
  sender.engine.sendMessage((dialogs[20] as OldDialog).dialogId, 'Срочно');
  await sender.until('sent', () => sender.engine.diagnostics().outbox.length === 0);
  expect(sender.engine.connection().state).toBe('catchingUp');
  expect(waited.filter((method) => method === 'POST')).toEqual([]);
  // No more than were out already.
  expect((answersAtSend ?? 0) - begun).toBeLessThanOrEqual(4);
});

test.each(variants)('%s: what a client asks for is bounded (S10.5)', async (variant) => {
  const { a, b } = await startWith(variant, { slow: { perMessageMs: 500 } });
  const dialogs = addChats(12, a, b, 4);
  const [dialog] = dialogs as [OldDialog];
  const [sender, reader] = [await person(aleksandr), await person(andrey)];
  await openChats(sender, dialogs);
  const windows = [look(sender, dialog.dialogId), look(reader, dialog.dialogId)] as const;
  const quiet = async () => {
    for (let before = -1; before !== old.requests('/api/'); ) {
      before = old.requests('/api/');
      await clock.after(5_000);
    }
  };
  /** Requests until nothing more follows. */
  const cost = async (work: () => Promise<unknown>) => {
    await quiet();
    const before = old.requests('/api/');
    await work();
    await quiet();
    return old.requests('/api/') - before;
  };
  const idle = (await cost(() => clock.after(60_000))) / 2;
  const count = 10;
  const texts = Array.from({ length: count }, (_, index) => `Новое ${index}`);
  const messages = await cost(async () => {
    for (const text of texts) {
      sender.engine.sendMessage(dialog.dialogId, text);
      await reader.until(text, () => contents(windows[1]()).includes(text));
    }
    await sender.until('all sent', () => sender.engine.diagnostics().outbox.length === 0);
  });
  for (const window of windows) expect(contents(window()).slice(-count)).toEqual(texts);
  const reconnect = await cost(async () => {
    sender.cut();
    await sender.until('offline', () => sender.engine.connection().state !== 'live');
    await sender.live();
  });
  console.info(`${variant}: idle ${idle} a minute, ${messages / count}/message, ${reconnect}/reconnect`);
  expect(idle).toBeLessThanOrEqual(3);
  expect(messages / count).toBeLessThanOrEqual(4);
  expect(reconnect).toBeLessThanOrEqual(16);
});

test.each(variants)(
  '%s: an answer that comes after the deadline leaves one message (S8.4)',
  async (variant) => {
    const { a, b } = await startWith(variant, { brokerChance: 0 });
    const dialog = old.state.addDialog('Диалог с Андрей Волков', a, [b]);
    fill(dialog, b, 1);
    const sender = await person(aleksandr);
    const window = look(sender, dialog.dialogId);
    await sender.until('the first', () => window().length === 1);
    // Only the answer would tell, and it comes too late.
    old.loseRooms();
    old.slow?.answerLate(1, 25_000);
    sender.engine.sendMessage(dialog.dialogId, 'Долго');
    sender.engine.sendMessage(dialog.dialogId, 'Потом');
    await sender.until('sent', () => sender.engine.diagnostics().outbox.length === 0);
    expect(dialog.rows.map(({ content }) => content).slice(1)).toEqual(['Долго', 'Потом']);
    expect(contents(window()).slice(1)).toEqual(['Долго', 'Потом']);
  },
);
