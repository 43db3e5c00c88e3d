import { expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { aleksandr, andrey } from '../support/people.ts';
import type { Person } from '../support/person.ts';
import { runScenario } from '../support/scenario.ts';

const sheetOf = ({ page }: Person) => page.getByRole('dialog', { name: 'Проверка связи' });

/** What each step came to, once the check is over. */
async function outcome(person: Person): Promise<string[]> {
  const sheet = sheetOf(person);
  await sheet.getByRole('button', { name: 'Проверить ещё раз', disabled: false }).waitFor();
  await sheet.locator('[data-state=now]').waitFor({ state: 'detached' });
  const steps = await sheet.locator('li').all();
  return Promise.all(
    steps.map(
      async (step) => `${await step.getAttribute('data-step')} ${await step.getAttribute('data-state')}`,
    ),
  );
}

const beforeSignIn = ['name held', 'proxy held', 'port held', 'health held'];
const all = [...beforeSignIn, 'signIn held', 'connection held', 'room held', 'echo held'];

test('the connection is checked by hands: all holds, and with the server gone its port fails (S24.1, S24.3, S24.4)', async () => {
  const run = async (context: Parameters<Parameters<typeof runScenario>[0]['run']>[0]) => {
    const stranger = await context.openWindow(andrey, { server: null });
    await stranger.page.getByRole('textbox', { name: 'Сервер' }).fill(context.server.url);
    await stranger.page.getByRole('button', { name: 'Проверить связь' }).click();
    context.same('before the sign-in', beforeSignIn, await outcome(stranger));

    const a = await context.signedIn(aleksandr);
    const before = await a.diagnostics();
    await a.page.keyboard.press('Control+,');
    await a.page.getByRole('dialog').getByRole('tab').last().click();
    await a.page.getByRole('button', { name: 'Диагностика' }).click();
    await a.page.getByRole('button', { name: 'Проверить связь' }).click();
    context.same('every step holds', all, await outcome(a));
    const features = sheetOf(a).getByRole('table', { name: 'Что умеет этот сервер' }).getByRole('row');
    context.same('all features are listed', 14, await features.count());
    const after = await a.diagnostics();
    context.same(
      'the connection is the same',
      [before.epoch, before.socketId],
      [after.epoch, after.socketId],
    );
    context.same('and its rooms', before.joinedRooms, after.joinedRooms);
    await a.page.keyboard.press('Escape');
    await sheetOf(a).waitFor({ state: 'detached' });

    await context.server.stop();
    await a.banner.getByRole('button', { name: 'Проверить связь' }).click();
    context.same(
      'the port fails',
      ['name held', 'proxy held', 'port failed'],
      (await outcome(a)).slice(0, 3),
    );
    const sentence = await sheetOf(a).locator('[data-step=port]').innerText();
    context.holds(
      'with a sentence',
      'Сервер не принимает подключения',
      sentence,
      /не принимает/.test(sentence),
    );

    await context.server.startAgain();
    await a.waitUntilLive();
    await sheetOf(a).getByRole('button', { name: 'Проверить ещё раз' }).click();
    await sheetOf(a).getByRole('status').getByText('Связь в порядке.').waitFor();
    context.same('and holds again', all, await outcome(a));
  };
  const result = await runScenario(
    { number: 'examination', title: 'check of the connection', run },
    adoptDisplay(inject('display')),
  );
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
  expect(result.steps.length).toBeGreaterThan(1);
});
