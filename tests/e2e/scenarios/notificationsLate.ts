import { setTimeout as pause } from 'node:timers/promises';
import { andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

/** Longer than anything was found to live that only a garbage collector knows of. */
const ageMs = 65_000;

export const scenario: Scenario = {
  number: 'notifications late',
  title: 'a click 65 s later still opens the chat, also of a hidden window',
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
    const notification = await until('a notification', () => daemon.onScreen[0]);
    // Age alone proves nothing where nothing is collected.
    await b.app.electron.evaluate(() => {
      process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
      const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
      for (let times = 0; times < 5; times += 1) collect();
    });
    await pause(Math.max(0, notification.at + ageMs - performance.now()));
    context.same('it is still there', 1, daemon.onScreen.length);
    daemon.click(notification.id);
    await b.conversation.getByRole('heading', { name: 'Склад' }).waitFor();
    context.same('the window is back, with the focus', true, await b.waitForFocus());
    const jumped = await until('the message is shown', () => b.message('Давнее'));
    context.same('at the message', 'Давнее', jumped.text);
    await until('it is read', () => daemon.onScreen.length === 0);
    const age = Math.round(performance.now() - notification.at);
    context.holds('it was old', `≥ ${ageMs} ms`, `${age} ms`, age >= ageMs);
  },
};
