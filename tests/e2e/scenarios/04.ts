import { setTimeout as pause } from 'node:timers/promises';
import type { Person, ShownMessage } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const each = 50;
const pauseMs = 20;

const textsOf = (name: string) =>
  Array.from({ length: each }, (_, index) => `${name} ${index + 1} из ${each}`);

/** The pause is what the scenario is about: two people sending fast, not waiting for each other. */
async function sendAll(person: Person, texts: string[]): Promise<void> {
  for (const text of texts) {
    await person.send(text);
    await pause(pauseMs);
  }
}

/** Proves (S5.1). */
export const scenario: Scenario<ScenarioServer> = {
  number: '4',
  title: 'Both send 50 messages at once: the same 100 in the same order in both windows',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.send('Начали');
    await b.waitForMessage('Начали');
    const texts = [textsOf('Александр'), textsOf('Андрей')] as const;
    await Promise.all([sendAll(a, texts[0]), sendAll(b, texts[1])]);

    const all = texts.flat();
    // What comes stands above what still waits to be sent, which fills the window where sending takes its time.
    if (!context.server.isSlow)
      await Promise.all(all.flatMap((text) => [a.waitForMessage(text), b.waitForMessage(text)]));
    await Promise.all([a.waitForEmptyOutbox(), b.waitForEmptyOutbox()]);
    for (const [person, own] of [
      [a, texts[0]],
      [b, texts[1]],
    ] as const) {
      await person.waitForTick(String(own.at(-1)), ['sent', 'delivered', 'read']);
    }

    const idsOf = (rows: ShownMessage[]) => rows.filter((row) => all.includes(row.text)).map((row) => row.id);
    const [rowsA, rowsB] = await until(
      'both windows have a hundred',
      async () => {
        const rows = await Promise.all([a.scroll.readUpTo('Начали'), b.scroll.readUpTo('Начали')]);
        await Promise.all([a.scroll.toEnd(), b.scroll.toEnd()]);
        return rows.every((list) => idsOf(list).length >= 2 * each) ? rows : undefined;
      },
      a.patienceMs,
    );
    context.same('A has 100 distinct messages', 2 * each, new Set(idsOf(rowsA)).size);
    context.same('A shows none of them twice', 2 * each, idsOf(rowsA).length);
    context.holds(
      'both have them in the same order',
      'equal lists of ids',
      ...sameLists(idsOf(rowsA), idsOf(rowsB)),
    );
    const ownOrder = rowsA.map((row) => row.text).filter((text) => texts[0].includes(text));
    context.holds(
      "A's own are in the order of sending",
      'equal lists of texts',
      ...sameLists(texts[0], ownOrder),
    );
    context.same('A never saw a row twice', [], await a.shownTwice());
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};

function sameLists(wanted: readonly unknown[], seen: readonly unknown[]): [seen: string, ok: boolean] {
  const at = wanted.findIndex((item, index) => item !== seen[index]);
  if (at === -1 && wanted.length === seen.length) return ['equal', true];
  return [`${wanted.length} and ${seen.length} items, different from number ${at + 1} on`, false];
}
