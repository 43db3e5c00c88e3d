import { andrey } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const filler = Array.from({ length: 40 }, (_, index) => `Накладная ${index + 1}\nпозиция\nпозиция`);

/** Writes by keys, as hands do: a fill would open no list. */
async function typeMention(person: Person, before: string, typed: string): Promise<void> {
  await person.composer.pressSequentially(`${before}@${typed}`);
  await person.page.getByRole('listbox', { name: 'Кого упомянуть' }).waitFor();
  await person.composer.press('Enter');
}

/** Proves (S19.1, S19.4, S19.5, S19.6, S19.7). */
export const scenario: Scenario = {
  number: 'mentions',
  title: 'who is named hears of it, also from a silenced chat, and finds the place',
  async run(context) {
    const daemon = await context.watchNotifications();
    const [a, b] = await context.bothInSharedChat();
    await b.page.keyboard.press('Alt+ArrowLeft');
    const chat = (await b.snapshot()).dialogs.find(({ title }) => title === 'Общий');
    await b.page.evaluate(`chat3.setMuted({ dialogId: '${chat?.dialogId}', muted: true })`);
    const row = b.chats.getByRole('option', { name: 'Общий' });

    await a.send('Просто так');
    await row.getByText('Просто так').waitFor();
    await typeMention(a, 'Срочно, ', 'андрею');
    context.same(
      'the whole name stands in the field',
      'Срочно, @Андрей Волков ',
      await a.typedText('Срочно, @Андрей Волков '),
    );
    await a.composer.press('Enter');
    const shown = await until('a notification', () =>
      daemon.onScreen.find(({ body }) => body.includes('упомянул(а) вас')),
    );
    context.same(
      'what names B is told, alone',
      'Александр Петров упомянул(а) вас: Срочно, @Андрей Волков',
      shown.body.replaceAll(/[\u2068\u2069]/g, ''),
    );
    await row.getByRole('img', { name: 'Вас упомянули' }).waitFor();
    await a.sendMany(filler);

    await b.openChat('Общий');
    await row.getByRole('img', { name: 'Вас упомянули' }).waitFor({ state: 'detached' });
    const name = b.conversation.getByRole('link', { name: '@Андрей Волков' });
    await name.waitFor();
    context.same('the own name stands out', 'own', await name.getAttribute('data-mention'));

    await b.page.keyboard.press('Alt+ArrowLeft');
    await a.sendMany(filler);
    await typeMention(a, 'И ещё раз, ', 'волк');
    await a.composer.press('Enter');
    await a.sendMany(filler);
    await row.getByRole('img', { name: 'Вас упомянули' }).waitFor();
    await b.openChat('Общий');
    const pill = b.page.getByTestId('mentions-pill');
    await pill.waitFor();
    context.same(
      'one is left',
      'К следующему упоминанию. 1 упоминание',
      await pill.getAttribute('aria-label'),
    );
    await pill.click();
    await b.conversation.getByText('И ещё раз,').waitFor();
    await pill.waitFor({ state: 'detached' });
    const unread = async () => (await b.snapshot()).dialogs.flatMap(({ mentionKeys }) => mentionKeys);
    await until('what B has seen is read', async () => (await unread()).length === 0);
    context.same('nothing names B that is unread', [], await unread());

    await typeMention(a, 'Спасибо, ', 'волков');
    await a.composer.press('Enter');
    const other = a.conversation.getByRole('link', { name: '@Андрей Волков' }).last();
    await other.click();
    await a.conversation.getByRole('heading', { name: andrey.name }).waitFor();
    context.same(
      'A click on a name leads to the chat with them',
      1,
      await a.conversation.getByRole('heading', { name: andrey.name }).count(),
    );
  },
};
