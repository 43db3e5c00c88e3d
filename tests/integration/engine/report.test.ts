import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../server/src/server.ts';
import { createFaultProxy, type FaultProxy } from '../../chaos/faultProxy.ts';
import { createScaledClock } from '../../chaos/scaledClock.ts';
import { replay } from '../../simulation/replay/replay.ts';
import { reportOf } from '../../simulation/reportOf.ts';
import { createPerson, type Person } from './person.ts';

let data: string;
let server: Awaited<ReturnType<typeof startServer>>;
let proxy: FaultProxy;
const people: Person[] = [];

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'chat3-server-'));
  server = await startServer({ demo: true, port: 0, dataDir: data });
  const targetPort = () => Number(new URL(server.url).port);
  proxy = await createFaultProxy({ targetPort });
});

afterEach(async () => {
  for (const created of people.splice(0)) created.stop();
  await proxy.close();
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

const canaries = {
  message: 'Канарейка поёт: canary-message-7319',
  unsent: 'canary-unsent-8842',
  dialog: 'Клетка canary-dialog-5520',
  name: 'Канарейкин Пётр canary-name-4417',
  phone: '79345678901',
};

/** As it stands, as base64 wherever in a file it may begin, and as in an address. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, ...encoded, ...encoded.map(urlSafe), encodeURIComponent(secret), JSON.stringify(secret)];
}
const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');

test('a report names nobody and says nothing of what was written; replayed, the connection goes the same way (S23.2, S23.4)', async () => {
  const clock = createScaledClock(20);
  const person = async (address: string, phone: string, name?: string) => {
    const created = await createPerson({ server: address, phone, clock, ...(name && { name }) });
    people.push(created);
    await created.live();
    return created;
  };
  const b = await person(server.url, '79777777777');
  const a = await person(proxy.url, canaries.phone, canaries.name);
  const own = a.engine.session();
  if (own.state !== 'signedIn') throw new Error('Not signed in');
  const dialogId = await b.engine.createDialog(canaries.dialog, [own.user.userId]);
  await a.dialog(canaries.dialog);
  a.engine.openDialog(dialogId);
  b.engine.openDialog(dialogId);
  a.engine.sendMessage(dialogId, canaries.message);
  await b.received(canaries.message);

  // Cut, out of reach for some attempts, back.
  proxy.refuse(true);
  proxy.cut();
  await a.until('waiting', () => a.engine.connection().state === 'waiting');
  b.engine.sendMessage(dialogId, `${canaries.message} missed`);
  await a.until('a third attempt', () => a.engine.diagnostics().epoch >= 3);
  proxy.refuse(false);
  await a.live();
  await a.received(`${canaries.message} missed`);

  // Half open: found by asking.
  proxy.swallow(true);
  a.engine.hint();
  await a.until('silence', () => a.engine.diagnostics().connectionHistory[0]?.cut === 'silence');
  proxy.swallow(false);
  await a.live();
  b.engine.sendMessage(dialogId, `${canaries.message} again`);
  await a.received(`${canaries.message} again`);

  proxy.refuse(true);
  proxy.reset();
  await a.until('waiting', () => a.engine.connection().state === 'waiting');
  a.engine.sendMessage(dialogId, canaries.unsent);
  a.engine.saveDraft(dialogId, canaries.unsent);
  const report = reportOf(a.engine, clock.now());
  const text = JSON.stringify(report);

  const states = report.diagnostics.connectionHistory.map(({ state, cut }) => cut ?? state);
  for (const state of ['silence', 'unreachable', 'network', 'live']) expect(states).toContain(state);
  const secrets = [...Object.values(canaries), a.token(), own.user.userId, dialogId, 'Андрей'];
  for (const secret of secrets) {
    expect(secret).toMatch(/./);
    for (const form of formsOf(secret)) expect(text).not.toContain(form);
  }

  const { difference, changes, result } = await replay(report);
  expect(difference).toBeNull();
  expect(changes).toBeGreaterThan(10);
  expect(result).toMatchObject({ lost: 0, shownTwice: 0, outOfOrder: 0 });
});
