import type { Scenario } from '../../support/scenario.ts';

const before = 'До сбоя';
const during = 'Во время сбоя';
const after = 'После сбоя';

/** Proves (S17.4). */
export const scenario: Scenario = {
  number: 'kill-server',
  title: 'The server is killed with both windows open and started again: nothing is lost',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.send(before);
    await b.waitForMessage(before);
    await a.waitForTick(before, ['sent', 'delivered', 'read']);

    await context.server.kill();
    await a.send(during);
    context.same('a message waits visibly', 'queued', await a.waitForTick(during, ['queued']));

    await context.server.startAgain();
    await Promise.all([a.waitUntilLive(), b.waitUntilLive()]);
    await b.send(after);
    await Promise.all(
      [a, b].flatMap((person) => [person.waitForMessage(during), person.waitForMessage(after)]),
    );
    await a.waitForTick(during, ['sent', 'delivered', 'read']);
    await b.waitForTick(after, ['sent', 'delivered', 'read']);

    const own = [before, during, after];
    const seen = async (person: typeof a) =>
      (await person.messages()).map((row) => row.text).filter((text) => own.includes(text));
    const [atA, atB] = await Promise.all([seen(a), seen(b)]);
    context.same('A shows each of the three once', own.toSorted(), atA.toSorted());
    context.same('B shows them in the same order', atA, atB);
    context.same('A never saw a row twice', [], await a.shownTwice());
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
