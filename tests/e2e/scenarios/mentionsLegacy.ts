import { startOldBackend } from '../../fixtures/oldBackend.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { aleksandr, andrey, sharedChat } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';

/** Proves (S19.2, S19.3). */
export const scenario: Scenario = {
  number: 'mentions (old contract)',
  title: 'on a server that forgets what messages carry, names are read from the text',
  async run(context) {
    const old = await startOldBackend({ random: createRandom(19), variant: 'a' });
    context.afterwards(() => old.stop());
    const [first = '', second = ''] = [aleksandr, andrey].map(
      ({ phone, name }) => old.state.addUser(phone, name).userId,
    );
    const dialog = old.state.addDialog(sharedChat, first, [second]);
    old.insert(dialog, first, 'Раньше, @Андрей Волков', Date.now() - 60_000);

    const b = await context.signedIn(andrey, { server: old.url });
    const row = b.chats.getByRole('option', { name: sharedChat });
    await row.getByRole('img', { name: 'Вас упомянули' }).waitFor();
    await b.openChat(sharedChat);
    const name = b.conversation.getByRole('link', { name: '@Андрей Волков' });
    await name.waitFor();
    context.same('the own name stands out', 'own', await name.getAttribute('data-mention'));
    await b.composer.pressSequentially('Вижу, @алекс');
    await b.page.getByRole('listbox', { name: 'Кого упомянуть' }).waitFor();
    await b.composer.press('Tab');
    await b.composer.press('Enter');
    await b.waitForEmptyOutbox();
    context.same('what was sent', 'Вижу, @Александр Петров', dialog.rows.at(-1)?.content);
    context.same(
      'nothing more than before',
      ['clientMessageId'],
      Object.keys(dialog.rows.at(-1)?.meta ?? {}),
    );
  },
};
