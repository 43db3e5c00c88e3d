import { andrey } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

/** What an hour brings about in an instant: resolves when a notification shown now, which nobody holds, was collected. */
async function untilUnheldIsCollected({ app }: Person): Promise<void> {
  // No named functions in here: tsx wraps them in a helper that the app does not have.
  await app.electron.evaluate(({ Notification }) => {
    const world = globalThis as { unheldCollected?: boolean };
    const registry = new FinalizationRegistry<null>(() => {
      world.unheldCollected = true;
    });
    (() => {
      const unheld = new Notification({ title: 'Ничья', silent: true });
      unheld.on('click', () => {});
      unheld.show();
      registry.register(unheld, null);
    })();
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
    const timer = setInterval(() => {
      collect();
      // Named, so that it lives as long as what it looks for.
      if (world.unheldCollected && registry) clearInterval(timer);
    }, 20);
  });
  await until('what nobody holds is collected', () =>
    app.electron.evaluate(() => (globalThis as { unheldCollected?: boolean }).unheldCollected === true),
  );
}

export const scenario: Scenario = {
  number: 'notifications late',
  title:
    'a click still opens the chat, also of a hidden window, when all that nobody holds has been collected',
  async run(context) {
    const daemon = await context.watchNotifications();
    const b = await context.signedIn(andrey);
    const sender = await createSender(() => context.server.url, b);
    const chat = await sender.createChat('Склад');
    await sender.createChat('Цех');
    await b.openChat('Цех');
    const window = await b.app.electron.browserWindow(b.page);
    await window.evaluate((browserWindow) => browserWindow.hide());

    await sender.post(chat, 'Давнее');
    const isOurs = ({ title }: { title: string }) => title.includes('Склад');
    const notification = await until('a notification', () => daemon.onScreen.find(isOurs));
    await untilUnheldIsCollected(b);
    context.same('it is still there', 1, daemon.onScreen.filter(isOurs).length);
    daemon.click(notification.id);
    await b.conversation.getByRole('heading', { name: 'Склад' }).waitFor();
    context.same('the window is back, with the focus', true, await b.waitForFocus());
    const jumped = await until('the message is shown', () => b.message('Давнее'));
    context.same('at the message', 'Давнее', jumped.text);
    await until('it is read', () => daemon.onScreen.filter(isOurs).length === 0);
  },
};
