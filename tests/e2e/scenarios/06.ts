import { createFaultProxy } from '../../chaos/faultProxy.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const missed = Array.from({ length: 10 }, (_, index) => `Пока вас не было: ${index + 1}`);

/** Proves (S7.1). */
export const scenario: Scenario<ScenarioServer> = {
  number: '6',
  title: 'B is cut off while A sends ten: all ten come, in order, below a divider, and nothing is lost',
  async run(context) {
    const proxy = await createFaultProxy({ targetPort: () => Number(new URL(context.server.url).port) });
    context.afterwards(() => proxy.close());
    const [a, b] = await Promise.all([
      context.signedIn(context.cast.a),
      context.signedIn(context.cast.b, { server: proxy.url }),
    ]);
    await context.openSharedChat(a, b);
    await a.send('До обрыва');
    await b.waitForMessage('До обрыва');

    proxy.refuse(true);
    proxy.cut();
    await b.banner.waitFor();
    context.server.trouble?.();
    context.same('B says that there is no connection', 'offline', await b.banner.getAttribute('data-state'));
    for (const text of missed) await a.send(text);
    await a.waitForTick(String(missed.at(-1)), ['sent']);

    proxy.refuse(false);
    await b.waitUntilLive();
    await b.waitForMessage(String(missed.at(-1)));
    const rows = (await b.scroll.readUpTo('До обрыва')).map((row) => row.text);
    context.same(
      'the ten stand in order, each once',
      missed,
      rows.filter((text) => missed.includes(text)),
    );
    const below = await until('the divider stands above the first missed message', async () => {
      const row = b.conversation.getByRole('article').filter({ has: b.page.getByTestId('unread-divider') });
      return (await row.getByTestId('message-text').textContent({ timeout: 1_000 })) ?? undefined;
    });
    context.same('the divider stands above the first of them', missed[0], below);
    const [entry] = (await b.diagnostics()).ledger;
    context.same('the ledger', 'received 10, lost 0', `received ${entry?.received}, lost ${entry?.lost}`);
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
