import { setTimeout as pass } from 'node:timers/promises';
import { sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

/** `npm test` kills five times; more by the environment. */
const kills = Number(process.env['CHAT3_KILLS'] ?? 5);
/** Milliseconds between Enter and the kill, from before the text has left the page to after it was sent. */
const moments = [0, 2, 5, 10, 20, 40, 80];

/** Proves (S17.12). */
export const scenario: Scenario = {
  number: 'kill-app',
  title: `The app is killed ${kills} times while sending: it starts, and no text is lost or doubled`,
  async run(context) {
    const both = await context.bothInSharedChat();
    const b = both[1];
    let a = both[0];
    const texts: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const text = `Перед сбоем ${kill + 1}`;
      texts.push(text);
      await a.send(text);
      await pass(moments[kill % moments.length]);
      await a.app.kill();
      a = await context.openAgain(a);
      await a.ownCard.waitFor();
      await a.openChat(sharedChat);
      // Enter came before the kill, but the page may not have handed the text over: then it is the draft.
      const place = await until(`«${text}» is in the chat or in the composer`, async () => {
        if ((await a.composer.inputValue()) === text) return 'draft';
        return (await a.message(text)) ? 'chat' : undefined;
      });
      if (place === 'draft') await a.composer.press('Enter');
      await Promise.all([b.waitForMessage(text), a.waitForTick(text, ['sent', 'delivered', 'read'])]);
    }
    await a.waitForEmptyOutbox();
    const seen = (await b.scroll.readUpTo(String(texts[0]))).map((row) => row.text);
    context.same(
      'B has each of them once, in order',
      texts,
      seen.filter((text) => texts.includes(text)),
    );
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
