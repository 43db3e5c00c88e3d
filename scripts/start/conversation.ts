import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../../tests/support/person.ts';
import type { ServerProcess } from '../../tests/support/server.ts';
import { chatTitles, companySize, openChat } from './company.ts';
import { type Delivery, deliver, percentile } from './delivery.ts';
import { type Language, words } from './words.ts';

/** How long a person looks at a message before answering; the demo is made to be watched. */
const readingMs = 900;
const keystrokeMs = 22;

interface Stage {
  people: readonly Person[];
  server: ServerProcess;
  language: Language;
}

/** Shows what the product does to somebody who watches, and says each step in the terminal. */
export async function converse({ people, server, language }: Stage): Promise<void> {
  const [first, second] = people;
  const { steps } = words[language];
  const tell = (step: string) => console.log(`• ${step}`);
  tell(steps.company(companySize));
  if (first && second) {
    const delivery: Delivery = { sent: 0, delivered: 0, delaysMs: [] };
    const pair = { first, second, server, language, delivery, tell };
    await talk(pair);
    await react(pair);
    await notify(pair);
    await restartServer(pair);
    const lost = delivery.sent - delivery.delivered;
    const p95 = Math.round(percentile(delivery.delaysMs, 0.95));
    console.log(steps.summary(delivery.delivered, lost, p95));
  }
  console.log(steps.yourTurn);
}

interface Pair {
  first: Person;
  second: Person;
  server: ServerProcess;
  language: Language;
  delivery: Delivery;
  tell: (step: string) => void;
}

/** As it is shown, without the signs of the markup. */
const shown = (text: string) => text.replaceAll('*', '');

async function say({ delivery }: Pair, from: Person, to: Person, text: string): Promise<void> {
  await from.composer.pressSequentially(text, { delay: keystrokeMs });
  await deliver(from, to, text, delivery, shown(text));
  await pause(readingMs);
}

async function talk(pair: Pair): Promise<void> {
  const { first, second, language, tell } = pair;
  tell(words[language].steps.talk);
  for (const [index, text] of words[language].talk.entries()) {
    const [from, to] = index % 2 === 0 ? [first, second] : [second, first];
    await say(pair, from, to, text);
  }
}

async function react({ first, second, language, tell }: Pair): Promise<void> {
  const { reacted, steps } = words[language];
  tell(steps.reaction);
  await first.react(reacted, '👍');
  await second.reactionTo(reacted, '👍').waitFor();
  await pause(readingMs);
}

async function notify({ first, second, language, tell }: Pair): Promise<void> {
  const { elsewhere, steps } = words[language];
  const titles = chatTitles(language);
  tell(steps.notification);
  await openChat(second, titles.elsewhere);
  await first.composer.pressSequentially(elsewhere, { delay: keystrokeMs });
  await first.composer.press('Enter');
  await second.page.getByRole('option', { name: titles.ofSecond }).filter({ hasText: elsewhere }).waitFor();
  await pause(3 * readingMs);
  await openChat(second, titles.ofSecond);
  await second.waitForMessage(elsewhere);
  await pause(readingMs);
}

async function restartServer(pair: Pair): Promise<void> {
  const { first, second, server, language, tell } = pair;
  const { offline, answer, steps } = words[language];
  const before = (await second.diagnostics()).ledger.length;
  await server.kill();
  tell(steps.serverGone);
  await first.banner.waitFor();
  for (const text of offline) {
    await first.composer.pressSequentially(text, { delay: keystrokeMs });
    await first.composer.press('Enter');
    await first.waitForTick(text, ['queued']);
  }
  await pause(readingMs);
  await server.startAgain();
  // As «Повторить сейчас» does; by themselves the windows would try within half a minute.
  for (const person of [first, second]) await person.page.evaluate('chat3.retryConnection({})');
  const came = await Promise.allSettled(offline.map((text) => second.waitForMessage(text, 60_000)));
  await Promise.all([first.waitUntilLive(), second.waitUntilLive()]);
  const { ledger } = await second.diagnostics();
  const missing = ledger.slice(0, ledger.length - before).reduce((sum, entry) => sum + entry.lost, 0);
  const restored = came.filter(({ status }) => status === 'fulfilled').length;
  tell(steps.serverBack(restored, missing + offline.length - restored));
  await say(pair, second, first, answer);
}
