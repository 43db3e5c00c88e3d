import { createFaultProxy } from '../../chaos/faultProxy.ts';
import { andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

const chats = 12;
const messages = 57;

/** Proves (S13.2). */
export const scenario: Scenario = {
  number: 'notifications summary',
  title: '57 messages missed in 12 chats are one notification',
  async run(context) {
    const daemon = await context.watchNotifications();
    const proxy = await createFaultProxy({ targetPort: () => Number(new URL(context.server.url).port) });
    context.afterwards(() => proxy.close());
    const b = await context.signedIn(andrey, { server: proxy.url });
    const sender = await createSender(() => context.server.url, b);
    const dialogIds: string[] = [];
    for (let index = 1; index <= chats; index += 1)
      dialogIds.push(await sender.createChat(`Участок № ${index}`));

    proxy.refuse(true);
    proxy.cut();
    await b.banner.waitFor();
    for (let index = 0; index < messages; index += 1) {
      await sender.post(dialogIds[index % chats] ?? '', `Пропущенное ${index}`);
    }
    proxy.refuse(false);
    const summary = await until('a notification', () => daemon.onScreen[0], 60_000);
    context.same('it counts messages and chats', '57 новых сообщений в 12 чатах', summary.body);
    context.same('it is the only one', 1, daemon.seen.length);
    context.same('with one sound', 1, await b.chimes());
    daemon.click(summary.id);
    context.same('a click brings the window forward', true, await b.waitForFocus());
    await sender.post(dialogIds[0] ?? '', 'Ещё одно');
    const next = await until('a notification of the next one', () => daemon.onScreen[0]);
    context.same('the next one is of its chat', 'Участок № 1', next.title);
    context.same('these two were all', 2, daemon.seen.length);
  },
};
