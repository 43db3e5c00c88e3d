import { andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

/** Proves (S17.15). */
export const scenario: Scenario = {
  number: 'notifications without a daemon',
  title: 'nobody shows notifications: said once, and everything works on',
  async run(context) {
    const b = await context.signedIn(andrey, {
      environment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
    });
    const sender = await createSender(() => context.server.url, b);
    const chat = await sender.createChat('Склад');
    const other = await sender.createChat('Цех');
    const heard = (count: number) =>
      until(`${count} sounds`, async () => {
        const chimes = await b.chimes();
        return chimes >= count && chimes;
      });
    const hint = b.page.getByTestId('notifications-hint');

    await sender.post(chat, 'Первое');
    await hint.waitFor();
    const said = await hint.innerText();
    context.holds('it is said', 'Система не показывает уведомления', said, said.includes('не показывает'));
    await hint.getByRole('button', { name: 'Закрыть' }).click();
    await hint.waitFor({ state: 'detached' });
    context.same('the first message was heard', 1, await heard(1));

    // In a chat of its own: in the same one it may still belong to the first one's burst, which is one sound.
    await sender.post(other, 'Из другого чата');
    context.same('the next one is, too', 2, await heard(2));
    await sender.post(chat, 'Второе');
    await b.chats.getByText('Второе').waitFor();
    await b.openChat('Склад');
    await b.waitForMessage('Второе');
    await b.send('Ответ без уведомлений');
    await b.waitForTick('Ответ без уведомлений', ['sent', 'delivered', 'read']);
    await sender.post(chat, 'Третье');
    await b.waitForMessage('Третье');
    context.same('it was said once', 0, await hint.count());
  },
};
