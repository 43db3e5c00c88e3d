import { aleksandr, andrey, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const texts = Array.from({ length: 12 }, (_, index) => `Непрочитанное ${index + 1}`);

/** Proves (S9.2, S14.4). */
export const scenario: Scenario = {
  number: '9',
  title:
    'Twelve messages to a chat that is not open: badge 9+, on top, one notification, read by a click on it, also after a restart',
  async run(context) {
    const daemon = await context.watchNotifications();
    const [a, b] = await Promise.all([context.signedIn(aleksandr), context.signedIn(andrey)]);
    await a.openChat(sharedChat);
    await b.startChatWith('Мария Соколова');
    await b.send('Здесь я сейчас');
    await b.waitForTick('Здесь я сейчас', ['sent', 'delivered', 'read']);
    const row = b.chats.getByRole('option', { name: sharedChat });
    const badge = row.getByText('9+', { exact: true });

    await a.focusWindow();
    await a.sendMany(texts);
    await badge.waitFor();
    const notification = await until('a notification of the twelve', () =>
      daemon.onScreen.find(({ body }) => body.startsWith('12 новых сообщений')),
    );
    context.same('it is the only one on the screen', 1, daemon.onScreen.length);
    context.same('it bears the chat’s name', sharedChat, notification.title);
    context.same('there was one sound', 1, await b.chimes());
    const first = await until('the last text is in the list', async () => {
      const text = await row.innerText();
      return text.includes('Непрочитанное 12') ? b.chats.getByRole('option').first().innerText() : undefined;
    });
    context.holds('the row is on top', sharedChat, first, first.includes(sharedChat));
    context.holds('and shows the last text', 'Непрочитанное 12', first, first.includes('Непрочитанное 12'));
    context.same(
      'A sees that they were delivered',
      'delivered',
      await a.waitForTick('Непрочитанное 12', ['delivered']),
    );

    daemon.click(notification.id);
    await b.conversation.getByRole('heading', { name: sharedChat }).waitFor();
    context.same('clicking it brings B forward', true, await b.waitForFocus());
    const below = await until('the divider stands above the first of them', async () => {
      const article = b.conversation
        .getByRole('article')
        .filter({ has: b.page.getByTestId('unread-divider') });
      return (await article.getByTestId('message-text').textContent({ timeout: 1_000 })) ?? undefined;
    });
    context.holds(
      'B stands at the first unread message',
      'above the twelve',
      below,
      !below.includes('Непрочитанное 12'),
    );
    await b.scroll.toEnd();
    context.same('A’s tick turns blue', 'read', await a.waitForTick('Непрочитанное 12', ['read']));
    await badge.waitFor({ state: 'detached' });

    await b.app.quit();
    const again = await context.openAgain(b);
    await again.waitUntilLive();
    await again.chats.getByRole('option', { name: sharedChat }).waitFor();
    context.same('nothing is heard again after a restart', 0, await again.chimes());
    context.same('nor unread', 0, await again.chats.locator('.badge').count());
    context.same('nor told again', [], daemon.onScreen);
  },
};
