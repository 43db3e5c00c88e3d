import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningApp } from '../../tests/support/askedApp.ts';
import { takeCrashes } from '../../tests/support/crashes.ts';
import type { Display } from '../../tests/support/display.ts';
import type { Person } from '../../tests/support/person.ts';
import { rootDirectory } from '../../tests/support/root.ts';
import { type Delivery, deliver, percentile } from './delivery.ts';

const eachWay = 30;
/** What the web client that this replaces promises for the same way. */
const referenceMs = 100;

export interface SmokeInput {
  people: readonly Person<RunningApp>[];
  display: Display;
  server: string;
  electron: string;
  /** Of the report under `reports/`. */
  name?: string;
}

/** Sends both ways, checks that nothing is lost, doubled or out of order, and reports; resolves with the exit code. */
export async function smoke({
  people,
  display,
  server,
  electron,
  name = 'smoke',
}: SmokeInput): Promise<number> {
  const [a, b] = people;
  if (!a || !b) throw new Error('The smoke run needs two people.');
  const delivery: Delivery = { sent: 0, delivered: 0, delaysMs: [] };
  const texts: string[] = [];
  for (let index = 0; index < 2 * eachWay; index += 1) {
    const [from, to] = index % 2 === 0 ? [a, b] : [b, a];
    const text = `Сообщение ${index + 1} из ${2 * eachWay} ✓`;
    texts.push(text);
    await deliver(from, to, text, delivery);
  }

  const picture = join('reports', name === 'smoke' ? 'start.png' : `${name}.png`);
  const screenshots = (await display.takePicture(join(rootDirectory, picture))) ? [picture] : [];
  const sameOrder = await showSameOrder(a, b, texts);
  const shownTwice = new Set([...(await a.shownTwice()), ...(await b.shownTwice())]).size;
  const problems = people.flatMap(({ app }) => app.problems);
  const crashes = await takeCrashes();
  const report = {
    sent: delivery.sent,
    delivered: delivery.delivered,
    lost: delivery.sent - delivery.delivered,
    shownTwice,
    sameOrder,
    p50Ms: inTenths(percentile(delivery.delaysMs, 0.5)),
    p95Ms: inTenths(percentile(delivery.delaysMs, 0.95)),
    electron,
    server,
    screenshots,
    problems,
    crashes,
  };
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  await writeFile(join(rootDirectory, 'reports', `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  console.table({
    'sent, both ways': { seen: report.sent, expected: '≥ 50' },
    delivered: { seen: report.delivered, expected: report.sent },
    lost: { seen: report.lost, expected: 0 },
    'shown twice': { seen: report.shownTwice, expected: 0 },
    'same order in both windows': { seen: report.sameOrder, expected: true },
    'problems inside the windows': { seen: problems.length, expected: 0 },
    'processes that crashed': { seen: crashes.length, expected: 0 },
    'send → painted, p50 ms': { seen: report.p50Ms, expected: `reference claim: ${referenceMs}` },
    'send → painted, p95 ms': { seen: report.p95Ms, expected: `reference claim: ${referenceMs}` },
  });
  for (const problem of [...problems, ...crashes]) console.error(problem);
  console.log(`${report.delivered} delivered, ${report.lost} lost, p95 ${Math.round(report.p95Ms)} ms.`);
  const isWell = report.lost === 0 && shownTwice === 0 && sameOrder;
  return isWell && problems.length === 0 && crashes.length === 0 ? 0 : 1;
}

/** Whether both windows show the messages once each, under the same ids and in the order they were sent. */
async function showSameOrder(
  a: Person<RunningApp>,
  b: Person<RunningApp>,
  texts: string[],
): Promise<boolean> {
  await Promise.all([a.waitForEmptyOutbox(), b.waitForEmptyOutbox()]);
  const [first] = texts;
  const lists = await Promise.all([a, b].map((person) => person.scroll.readUpTo(String(first))));
  const [shownA = [], shownB = []] = lists.map((rows) => rows.filter((row) => texts.includes(row.text)));
  return (
    shownA.length === texts.length &&
    shownA.every(
      (row, index) => row.text === texts[index] && row.id !== null && row.id === shownB[index]?.id,
    ) &&
    shownB.length === texts.length
  );
}

const inTenths = (value: number) => Math.round(value * 10) / 10;
