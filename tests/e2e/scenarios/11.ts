import { aleksandr, andrey, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const history = Array.from({ length: 320 }, (_, index) => `История ${index + 1}`);
const fresh = Array.from({ length: 5 }, (_, index) => `Пока вы читаете: ${index + 1}`);

/** Proves (S14.3). */
export const scenario: Scenario = {
  number: '11',
  title:
    'A reader in history is not moved by pages that load or messages that arrive; the pill leads to the end',
  async run(context) {
    const a = await context.signedIn(aleksandr);
    await a.openChat(sharedChat);
    await a.sendMany(history);
    const b = await context.signedIn(andrey);
    await b.openChat(sharedChat);
    // All of it is unread: a chat opens at its first unread message.
    await b.page.keyboard.press('Escape');
    await until('B is at the end', async () => (await b.message('История 320')) !== undefined);

    const highest = async () => {
      const numbers = (await b.messages()).map(({ text }) =>
        Number(/^История (\d+)$/.exec(text)?.[1] ?? 999),
      );
      return Math.min(...numbers);
    };
    // Two hundred messages up; pages load on the way.
    await until('B has scrolled up 200 messages', async () => {
      await b.scroll.upBy(700);
      return (await highest()) < 120;
    });

    // The row in sight stays where it is while the next page comes in above it.
    const drift = await b.scroll.driftOfNextPage();
    context.same('the page did not move the row in sight', 0, drift);

    const before = await b.scroll.topRow();
    if (before === null) throw new Error('There is no row in sight');
    await a.sendMany(fresh);
    const pill = b.page.getByRole('button', { name: /5 новых/ });
    await pill.waitFor();
    context.same('the pill counts five', 1, await pill.count());
    const after = await b.scroll.topOf(before.key);
    context.same('messages that arrived did not move the row in sight', 0, (after ?? 9_999) - before.top);

    await pill.click();
    await b.waitForMessage('Пока вы читаете: 5');
    await until('B is at the end', async () => (await b.scroll.distanceFromEnd()) <= 1);
    context.same('B never saw a row twice', [], await b.shownTwice());
    const rows = await b.page.getByRole('article').count();
    context.holds('few rows are in the page', '≤ 120', rows, rows <= 120);
  },
};
