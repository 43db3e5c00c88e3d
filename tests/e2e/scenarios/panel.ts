import { Controller } from '../../../scripts/panel/controller.ts';
import { openPanel } from '../../../scripts/panel/openPanel.ts';
import { Seat } from '../../../scripts/panel/seat.ts';
import { createFaultProxy } from '../../chaos/faultProxy.ts';
import { aleksandr, andrey, type DemoPerson, sharedChat } from '../../support/people.ts';
import type { Scenario, ScenarioContext } from '../../support/scenario.ts';
import { until } from '../../support/until.ts';

export const scenario: Scenario = {
  number: 'panel',
  title:
    'the panel cuts, silences, slows and restores one window’s network, sets its clock, and stops the server',
  async run(context) {
    const [a, b] = await Promise.all([takeSeat(context, aleksandr), takeSeat(context, andrey)]);
    const panel = await openPanel(new Controller([a, b], context.server), context.display, 'ru');
    context.afterwards(() => panel.close());
    const row = panel.page.locator('[data-seat="andrey"]');
    const press = (name: string) => row.getByRole('button', { name, exact: true }).click();
    const shows = (words: string) => row.getByRole('cell', { name: words, exact: true }).waitFor();
    const stateOf = async (seat: Seat) => (await seat.person.diagnostics()).state;
    await shows('на связи');

    await a.person.send('С двух сторон');
    await b.person.waitForMessage('С двух сторон');
    const way = panel.page.locator('#way');
    const shown = await until('both ends of its way are shown', async () => {
      const heads = await way.locator('thead th').allTextContents();
      return heads[0] === 'написано' && heads.at(-1) === 'показано' ? heads : undefined;
    });
    const ofReceiver = way
      .getByRole('row')
      .filter({ has: panel.page.getByRole('rowheader', { name: 'andrey' }) });
    const times = (await ofReceiver.getByRole('cell').allTextContents()).filter((cell) => cell.includes('●'));
    context.holds('the receiver’s stations stand in its row', '≥ 3', times.length, times.length >= 3);
    context.holds('the sender’s too', 'more', shown.length, shown.length > times.length);

    await panel.page.getByRole('button', { name: 'Сравнить истории' }).click();
    const equal = panel.page.getByText(/^aleksandr и andrey: одинаковы, сообщений \d+$/);
    await equal.waitFor();

    await press('Обрыв');
    await b.person.banner.waitFor();
    context.same('only Андрей is cut off', 'live', await stateOf(a));
    await a.person.send('Во время обрыва');
    await press('Есть');
    await b.person.waitForMessage('Во время обрыва');
    await shows('на связи');
    const rows = (await b.person.messages()).filter(({ text }) => text === 'Во время обрыва');
    context.same('what was sent meanwhile came once', 1, rows.length);

    await press('Молчит');
    const epoch = (await b.person.diagnostics()).epoch;
    await b.person.send('В тишину');
    await b.person.waitForTick('В тишину', ['queued']);
    await press('Есть');
    await a.person.waitForMessage('В тишину', 60_000);
    await b.person.waitUntilLive();
    const after = (await b.person.diagnostics()).epoch;
    context.holds('a silent line is left for a new one', `more than ${epoch}`, after, after > epoch);

    await press('Медленная');
    const started = performance.now();
    await b.person.send('Медленно');
    await a.person.waitForMessage('Медленно');
    const tookMs = Math.round(performance.now() - started);
    context.holds('a slow line takes its time', '≥ 400 ms', tookMs, tookMs >= 400);
    await press('Есть');

    await press('+1 сутки');
    const isDayAhead = async () => {
      const [main, page] = await Promise.all([
        b.person.app.electron.evaluate<number>('Date.now()'),
        b.person.page.evaluate<number>('new Date().getTime()'),
      ]);
      const days = [main, page].map((now) => Math.round((now - Date.now()) / 86_400_000));
      return days.every((day) => day === 1) ? days : undefined;
    };
    const clocks = await until('the clock of the window is a day ahead', isDayAhead);
    context.same('main process and page are a day ahead', [1, 1], clocks);
    await b.person.waitUntilLive();
    await a.person.send('Из вчерашнего дня');
    await b.person.waitForMessage('Из вчерашнего дня');

    await b.person.app.quit();
    await row.getByRole('cell', { name: 'закрыто' }).waitFor();
    await a.person.send('Пока окно закрыто');
    await press('Открыть снова');
    await shows('на связи');
    await b.person.openChat(sharedChat);
    await b.person.waitForMessage('Пока окно закрыто');
    await until('it has the clock it had', isDayAhead);
    await press('Точно');

    const pressForServer = async (name: string) => {
      await panel.page.getByRole('button', { name, exact: true }).click();
      await panel.page.getByRole('button', { name, exact: true, pressed: true }).waitFor();
    };
    await pressForServer('Остановлен');
    await Promise.all([a.person.banner.waitFor(), b.person.banner.waitFor()]);
    await pressForServer('Работает');
    for (const { person } of [a, b])
      await person.banner.getByRole('button', { name: 'Повторить сейчас' }).click();
    await Promise.all([a.person.waitUntilLive(), b.person.waitUntilLive()]);
    context.same(
      'nothing was lost',
      [0, 0],
      (await Promise.all([a, b].map(({ person }) => person.diagnostics()))).map(({ ledger }) =>
        ledger.reduce((sum, { lost }) => sum + lost, 0),
      ),
    );
    context.same(
      'nobody saw a row twice',
      [[], []],
      await Promise.all([a, b].map((s) => s.person.shownTwice())),
    );
  },
};

async function takeSeat(context: ScenarioContext, who: DemoPerson): Promise<Seat> {
  const line = await createFaultProxy({ targetPort: () => Number(new URL(context.server.url).port) });
  context.afterwards(() => line.close());
  const person = await context.signedIn(who, { server: line.url });
  await person.openChat(sharedChat);
  return new Seat(person, line, (ended) => context.openAgain(ended));
}
