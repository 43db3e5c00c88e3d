import { aleksandr, andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

const halfTyped = 'Я ещё не закончил эту мысль';

export const scenario: Scenario = {
  number: 'groups',
  title:
    'A group says what happens to it, is renamed by its pencil, and does not swallow what was being written',
  async run(context) {
    const [a, b] = await Promise.all([context.signedIn(aleksandr), context.signedIn(andrey)]);
    const own = await b.page.evaluate<string>(
      'chat3.getSnapshot({}).then(({ value }) => value.session.user.userId)',
    );
    await a.page.evaluate(`chat3.createDialog({ name: 'Отдел', memberIds: ['${own}'] })`);
    await b.chats.getByRole('option', { name: 'Отдел' }).waitFor();
    const rowOfB = b.chats.getByRole('option', { name: /Отдел|Продажи/ });
    context.holds(
      'the list tells what happened, and nothing is unread',
      'Александр Петров создал(а) группу',
      await rowOfB.innerText(),
      (await rowOfB.innerText()).includes('Александр Петров создал(а) группу «Отдел»') &&
        (await rowOfB.locator('.badge').count()) === 0,
    );

    await Promise.all([a.openChat('Отдел'), b.openChat('Отдел')]);
    await a.waitForMessage('Вы создали группу «Отдел»');
    await b.waitForMessage('Александр Петров создал(а) группу «Отдел»');
    const line = a.conversation.getByTestId('message-text').first();
    const [shape, whole] = [await line.boundingBox(), await a.conversation.boundingBox()];
    const offset = shape && whole ? shape.x + shape.width / 2 - (whole.x + whole.width / 2) : Number.NaN;
    context.holds('it stands in the middle', 'within 8 px', `${offset}`, Math.abs(offset) <= 8);

    await a.page.getByRole('button', { name: 'О чате' }).click();
    await a.page.getByRole('button', { name: 'Изменить название' }).click();
    await a.page.keyboard.type('Продажи');
    await a.page.keyboard.press('Enter');
    await a.page.getByRole('dialog').getByText('Продажи').waitFor();
    await a.page.keyboard.press('Escape');
    await b.conversation.getByRole('heading', { name: 'Продажи' }).waitFor();
    await b.waitForMessage('Александр Петров изменил(а) название группы на «Продажи»');

    await b.composer.click();
    await b.page.keyboard.type(halfTyped);
    const dialogId = await a.page.evaluate<string>(
      'chat3.getSnapshot({}).then(({ value }) => value.openDialogId)',
    );
    await a.page.evaluate(`chat3.removeMember({ dialogId: '${dialogId}', userId: '${own}' })`);
    const notice = b.page.getByRole('alert').filter({ hasText: 'Вы больше не участник чата «Продажи»' });
    await notice.waitFor();
    context.holds(
      'what was being written is kept',
      halfTyped,
      await notice.innerText(),
      (await notice.innerText()).includes(halfTyped),
    );
    await notice.getByRole('button', { name: 'Скопировать' }).click();
    const copied = await until('the text is in the clipboard', async () => {
      const text = await b.app.electron.evaluate(({ clipboard }) => clipboard.readText());
      return text === '' ? undefined : text;
    });
    context.same('and copied whole', halfTyped, copied);
    await notice.getByRole('button', { name: 'Закрыть' }).click();
    await notice.waitFor({ state: 'detached' });
  },
};
