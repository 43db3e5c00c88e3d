import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

export const scenario: Scenario<ScenarioServer> = {
  number: '1',
  title: 'Two people sign in; restarting one app leaves the other one connected',
  async run(context) {
    const { a: aleksandr, b: andrey } = context.cast;
    const [a, b] = await Promise.all([context.signedIn(aleksandr), context.signedIn(andrey)]);
    for (const [person, who] of [
      [a, aleksandr],
      [b, andrey],
    ] as const) {
      const card = await person.ownCard.innerText();
      context.holds(`${who.profile} sees the own name`, who.name, card, card.includes(who.name));
      context.holds(`${who.profile} sees the own phone`, who.shownPhone, card, card.includes(who.shownPhone));
    }

    const before = await a.diagnostics();
    await b.app.quit();
    const bAgain = await context.openAgain(b);
    await bAgain.ownCard.waitFor();
    const card = await bAgain.ownCard.innerText();
    context.holds('B is still signed in after a restart', andrey.name, card, card.includes(andrey.name));
    await bAgain.waitUntilLive();

    const after = await a.diagnostics();
    context.same("A's epoch is unchanged", before.epoch, after.epoch);
    context.same("A's socket is unchanged", before.socketId, after.socketId);
  },
};
