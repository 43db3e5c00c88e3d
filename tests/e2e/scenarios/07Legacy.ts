import { startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { aleksandr, andrey, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';

const texts = ['Старый сервер: раз', 'Старый сервер: два', 'Старый сервер: три'];

/** Proves (S8.4). */
export const scenario: Scenario = {
  number: '7 (old contract)',
  title: 'on a server that does not deduplicate, three written offline are shown once each, in order',
  async run(context) {
    const old = await startOldBackend({ random: createRandom(7) });
    context.afterwards(() => old.stop());
    const people = [aleksandr, andrey].map(({ phone, name }) => old.state.addUser(phone, name).userId);
    old.state.addDialog(sharedChat, people[0] ?? '', people.slice(1));

    const [a, b] = await Promise.all(
      [aleksandr, andrey].map((who) => context.signedIn(who, { server: old.url })),
    );
    if (a === undefined || b === undefined) throw new Error('Nobody is here');
    await Promise.all([a.openChat(sharedChat), b.openChat(sharedChat)]);
    await old.stop();
    await a.banner.waitFor();
    for (const text of texts) {
      await a.send(text);
      await a.waitForTick(text, ['queued']);
    }
    await a.app.quit();

    await old.startAgain();
    const again = await context.openAgain(a);
    // The backoff may have grown to half a minute while the server was away.
    await Promise.all([again.waitUntilLive(), b.waitUntilLive()]);
    await again.openChat(sharedChat);
    for (const text of texts) {
      await Promise.all([b.waitForMessage(text), again.waitForTick(text, ['sent', 'delivered', 'read'])]);
    }
    await again.waitForEmptyOutbox();
    for (const person of [again, b]) {
      const shown = (await person.messages()).map((row) => row.text).filter((text) => texts.includes(text));
      context.same('the three are shown in order, each once', texts, shown);
    }
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
