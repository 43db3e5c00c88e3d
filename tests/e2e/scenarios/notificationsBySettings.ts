import type { Settings } from '../../../src/shared/settings.ts';
import { andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

const hostile = [
  '<b>жирно</b> & <i>косо</i>',
  '<img src="http://127.0.0.1:9/x" onerror="alert(1)">',
  '<a href="javascript:alert(1)">сюда</a>',
  '&lt;b&gt;уже обезврежено&lt;/b&gt;',
  ']]><script>alert(1)</script>',
];
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const scenario: Scenario = {
  number: 'notifications',
  title: 'what is shown, to whom, and when it goes',
  async run(context) {
    const daemon = await context.watchNotifications();
    const b = await context.signedIn(andrey);
    const sender = await createSender(() => context.server.url, b);
    const chat = await sender.createChat('Склад');
    const other = await sender.createChat('Цех');
    const witness = await sender.createChat('Проходная');
    const window = await b.app.electron.browserWindow(b.page);
    const set = (change: Partial<Settings>) =>
      b.page.evaluate(`chat3.updateSettings(${JSON.stringify(change)})`);
    const shown = (title: string, text: string) =>
      until(`a notification «${text}»`, () =>
        daemon.onScreen.find((one) => one.title === title && one.body.includes(text)),
      );
    const readAll = async () => {
      await b.page.evaluate('chat3.markAllRead({})');
      await until('nothing is on the screen', () => daemon.onScreen.length === 0);
    };

    await window.evaluate((browserWindow) => browserWindow.minimize());
    await until('minimised', () => window.evaluate((browserWindow) => browserWindow.isMinimized()));
    for (const text of hostile) {
      await sender.post(chat, text);
      const one = await shown('Склад', escaped(text));
      context.same(`the markup of «${text}» is text`, escaped(text), one.body.split(': ').at(-1));
    }
    const all = await shown('Склад', '5 новых сообщений');
    context.same('all five are one notification', 1, daemon.onScreen.length);
    context.same('of the usual urgency', 1, all.urgency);
    daemon.click(all.id);
    await b.conversation.getByRole('heading', { name: 'Склад' }).waitFor();
    context.same('a click brings the minimised window back', true, await b.waitForFocus());
    const badge = b.chats.getByRole('option', { name: 'Склад' }).locator('.badge');
    await badge.waitFor({ state: 'detached' });
    await until('nothing is left on the screen', () => daemon.onScreen.length === 0);

    const before = daemon.seen.length;
    await sender.post(chat, 'Видно и так');
    await b.waitForMessage('Видно и так');
    await set({ notificationText: 'name' });
    await sender.post(other, 'Тайна');
    context.same('the name alone', 'Новое сообщение', (await shown('Цех', '')).body);
    context.same('what was in view is not shown', before + 1, daemon.seen.length);
    await readAll();
    await set({ notificationText: 'hidden' });
    await sender.post(other, 'Тайна');
    context.same('neither', 'Новое сообщение', (await shown('Chat3 Desktop', '')).body);
    await readAll();

    const count = daemon.seen.length;
    await set({ notificationText: 'full', doNotDisturbUntil: Date.now() + 3_600_000 });
    await sender.post(other, 'Не беспокоить');
    await b.chats.getByText('Не беспокоить').waitFor();
    await set({ doNotDisturbUntil: null, quietHours: { from: 0, to: 1_439 } });
    await sender.post(other, 'Тихие часы');
    await b.chats.getByText('Тихие часы').waitFor();
    // No moment without silence: the app waits a little for more messages before it decides about one.
    await b.page.evaluate(`chat3.setMuted({ dialogId: '${other}', muted: true })`);
    await set({ quietHours: null });
    await sender.post(other, 'Без звука');
    await b.chats.getByText('Без звука').waitFor();
    // It decides about all that have come at once: with this one, about those before, too.
    await sender.post(witness, 'Слышно');
    await shown('Проходная', 'Слышно');
    context.same('«Не беспокоить», quiet hours and silence showed nothing', count + 1, daemon.seen.length);
    await readAll();
    await b.page.evaluate(`chat3.setMuted({ dialogId: '${other}', muted: false })`);
    const chimes = await b.chimes();
    await set({ notificationSound: false });
    await sender.post(other, 'Слышно не будет');
    await shown('Цех', 'Слышно не будет');
    context.same('without a sound one is shown', count + 2, daemon.seen.length);
    context.same('no sound where it is off', chimes, await b.chimes());

    const second = await context.signedIn(andrey);
    await second.focusWindow();
    await second.openChat('Цех');
    await until('read on the other device, gone here', () => daemon.onScreen.length === 0);
    context.same('read on another device, gone here', [], daemon.onScreen);

    await second.app.quit();
    await sender.post(other, 'Перед выходом');
    await shown('Цех', 'Перед выходом');
    await b.page.evaluate('chat3.signOut({ eraseHistory: true })');
    await until('signing out takes them back', () => daemon.onScreen.length === 0);
    context.same('signing out takes them back', [], daemon.onScreen);
  },
};
