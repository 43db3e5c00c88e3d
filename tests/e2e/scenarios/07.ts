import { aleksandr, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

const texts = ['Без связи: раз', 'Без связи: два', 'Без связи: три'];

/** Proves (S8.1, S17.12). */
export const scenario: Scenario<ScenarioServer> = {
  number: '7',
  title: 'A sends three offline, quits and starts again: the server gets each of them once, in order',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await context.server.stop();
    await a.banner.waitFor();
    for (const text of texts) {
      await a.send(text);
      await a.waitForTick(text, ['queued']);
    }
    await a.app.quit();

    await context.server.startAgain();
    const again = await context.openAgain(a);
    await again.ownCard.waitFor();
    const card = await again.ownCard.innerText();
    context.holds('A is still signed in', aleksandr.name, card, card.includes(aleksandr.name));
    // The backoff may have grown to half a minute while the server was away.
    await Promise.all([again.waitUntilLive(), b.waitUntilLive()]);
    await again.openChat(sharedChat);
    for (const text of texts) {
      await Promise.all([b.waitForMessage(text), again.waitForTick(text, ['sent', 'delivered', 'read'])]);
    }
    await again.waitForEmptyOutbox();
    const seen = (await b.messages()).map((row) => row.text).filter((text) => texts.includes(text));
    context.same('the three stand in order, each once', texts, seen);
    const ids = (await b.messages()).filter((row) => texts.includes(row.text)).map((row) => row.id);
    context.same('the server holds three rows', 3, new Set(ids).size);
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
