import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createNodeWay } from '../../../scripts/doctor/nodeWay.ts';
import { startServer } from '../../../server/src/server.ts';
import { systemClock } from '../../../src/main/clock.ts';
import { createExaminations } from '../../../src/main/examinations.ts';
import type { ExaminationView } from '../../../src/shared/examination.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import { createPerson, type Person } from './person.ts';

/** Checks the connection of somebody who is there, and answers all that the page would be told. */
async function check({ engine }: Person, server: string): Promise<ExaminationView[]> {
  const told: ExaminationView[] = [];
  await new Promise<void>((resolve) => {
    const examinations = createExaminations({
      way: createNodeWay(),
      clock: systemClock,
      emit: (event) => {
        if (event.type !== 'examination' || event.examination === null) return;
        told.push(event.examination);
        if (event.examination.done) resolve();
      },
    });
    examinations.start(server, engine.examined());
  });
  return told;
}

const steps = ['name', 'port', 'health', 'signIn', 'connection', 'room', 'echo'];
const foundIn = (view: ExaminationView | undefined) =>
  view?.findings.map((finding) => (finding.ok ? finding.found : finding.code));

/** What the check must leave as it is. */
function standOf({ engine }: Person) {
  const { state, epoch, socketId, joinedRooms, listeners } = engine.diagnostics();
  return { state, epoch, socketId, joinedRooms: joinedRooms.toSorted(), listeners };
}

async function ours() {
  const dataDir = mkdtempSync(join(tmpdir(), 'chat3-examination-'));
  const server = await startServer({ demo: true, port: 0, dataDir });
  let isUp = true;
  const stop = async () => {
    if (isUp) await server.close();
    isUp = false;
  };
  onTestFinished(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const person = await createPerson({ server: server.url, phone: aleksandr });
  onTestFinished(() => person.stop());
  await person.live();
  return { url: server.url, person, stop };
}

test('our server: every step holds, is told as it comes, and nothing of the connection has changed (S24.1, S24.3)', async () => {
  const { url, person } = await ours();
  const { dialogId } = await person.dialog('Общий');
  person.engine.openDialog(dialogId);
  await person.until('the room is entered', () => person.engine.diagnostics().joinedRooms.includes(dialogId));
  const before = standOf(person);
  const told = await check(person, url);
  expect(told.map(({ findings }) => findings.length)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(told.at(-1)).toMatchObject({ steps, done: true });
  expect(foundIn(told.at(-1))).toEqual([
    'numeric',
    'open',
    'healthy',
    'accepted',
    'introduced',
    'entered',
    'heard',
  ]);
  expect(standOf(person)).toEqual(before);
});

test('no chat is open: the room of the latest is entered, and left again (S24.3)', async () => {
  const { url, person } = await ours();
  await person.dialog('Общий');
  const told = await check(person, url);
  expect(told.at(-1)?.findings.at(5)).toMatchObject({ ok: true, found: 'entered', confirmed: true });
  expect(person.engine.diagnostics().joinedRooms).toEqual([]);
});

test('an old server holds every step, hears of no second connection, and nobody is told of one (S24.3, P5.7, P5.8)', async () => {
  const { old, a, b } = await startOld({ variant: 'c' });
  const { dialogId } = old.state.addDialog('Общий', a, [b]);
  const [person, other] = [await live(aleksandr), await live(andrey)];
  await person.until('the room is entered', () => person.engine.diagnostics().joinedRooms.includes(dialogId));
  const before = standOf(person);
  const toldBefore = other.engine.diagnostics().events.length;
  const told = await check(person, old.url);
  expect(foundIn(told.at(-1))).toEqual(['numeric', 'open', 'healthy', 'accepted', 'old', 'entered', 'heard']);
  expect(standOf(person)).toEqual(before);
  const heard = other.engine.diagnostics().events.slice(0, -toldBefore || undefined);
  expect(heard.map(({ name }) => name)).not.toContain('user:offline');
});

test('a server that is gone fails at its port, whatever is known of the sign-in (S24.1)', async () => {
  const { url, person, stop } = await ours();
  await stop();
  const told = await check(person, url);
  expect(told.at(-1)?.done).toBe(true);
  expect(foundIn(told.at(-1))).toEqual(['numeric', 'connectionRefused']);
});
