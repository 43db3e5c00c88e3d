import { signIn } from '../../chaos/observer.ts';
import { andrey } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario, ScenarioContext } from '../../support/scenario.ts';
import { createSender } from '../../support/sender.ts';
import { until } from '../../support/until.ts';

const switches = 50;
const names = ['Склад № 1', 'Склад № 2'] as const;

/** What has the focus, in short. */
const focused = `(() => {
  const e = document.activeElement;
  return e === null ? 'nothing' : e.closest('[data-testid="composer"] textarea') ? 'composer' : e.tagName;
})()`;

/** Types as hands do, and records whether it arrived behind what stood in the composer. */
async function typeIn(context: ScenarioContext, person: Person, step: string): Promise<void> {
  const { page, composer } = person;
  const before = await composer.inputValue();
  await page.keyboard.type('ok ');
  const wanted = `${before}ok `;
  const seen = await settled(async () => composer.inputValue(), wanted);
  context.same(step, wanted, seen);
}

/** Records that nobody has to type for the composer to have the focus, and types. */
async function expectHome(context: ScenarioContext, person: Person, step: string): Promise<void> {
  const home = await settled(() => person.page.evaluate<string>(focused), 'composer');
  context.same(`${step}: the focus`, 'composer', home);
  await typeIn(context, person, step);
}

/** What is seen when it is what was wanted, or when nothing more is to come. */
async function settled<Value>(look: () => Promise<Value>, wanted: Value): Promise<Value> {
  await until(`it is ${wanted}`, async () => (await look()) === wanted).catch(() => {});
  return look();
}

/** Resolves when the messages have not moved for ten frames: scrolling by keys takes its time, and so does drawing. */
const atRest = `new Promise((resolve) => {
  const feed = document.querySelector('[role="feed"]');
  let before = feed.scrollTop;
  let still = 0;
  const look = () => {
    still = feed.scrollTop === before ? still + 1 : 0;
    before = feed.scrollTop;
    if (still === 10) resolve();
    else requestAnimationFrame(look);
  };
  look();
})`;

async function clickChat({ page, chats }: Person, name: string): Promise<void> {
  const box = await chats.getByRole('option', { name }).first().boundingBox();
  if (!box) throw new Error(`${name} is not listed`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Every way out of a dialog, after which typing goes on. */
async function closeEachWay(
  context: ScenarioContext,
  person: Person,
  what: string,
  open: () => Promise<void>,
): Promise<void> {
  const { page } = person;
  const dialog = page.getByRole('dialog');
  const ways: Record<string, () => Promise<void>> = {
    cross: () => dialog.getByRole('button', { name: 'Закрыть', exact: true }).click(),
    Escape: () => page.keyboard.press('Escape'),
    outside: () => page.mouse.click(5, 5),
  };
  for (const [way, close] of Object.entries(ways)) {
    await open();
    await dialog.waitFor();
    await close();
    await dialog.waitFor({ state: 'detached' });
    await expectHome(context, person, `${what}, closed by ${way}`);
  }
}

export const scenario: Scenario = {
  number: 'typing',
  title: 'Whatever hands have just done, typing goes to the composer',
  timeLimitMs: 240_000,
  async run(context) {
    const b = await context.signedIn(andrey);
    const { page } = b;
    const { keyboard, mouse } = page;
    const sender = await createSender(() => context.server.url, b);
    const dialogIds: string[] = [];
    for (const name of names) dialogIds.push(await sender.createChat(name));
    for (let index = 1; index <= 90; index += 1) await sender.post(dialogIds[0] ?? '', `Позиция ${index}`);

    const wanted: Record<string, string> = {};
    let arrived = 0;
    for (let index = 0; index < switches; index += 1) {
      const name = names[index % 2] ?? '';
      await clickChat(b, name);
      await keyboard.type('да');
      wanted[name] = `${wanted[name] ?? ''}да`;
      const seen = await until(
        'it is in the field',
        async () => (await b.composer.inputValue()) === wanted[name],
      ).catch(() => false);
      if (seen) arrived += 1;
    }
    context.same('a click on a chat, and typing behind its draft', switches, arrived);

    await clickChat(b, names[0]);
    await b.conversation.getByText('Позиция').first().waitFor();
    await keyboard.press('Alt+ArrowDown');
    await expectHome(context, b, 'Alt and an arrow');
    await keyboard.press('Control+k');
    await keyboard.type(names[0]);
    await page.getByRole('dialog').getByRole('option', { name: names[0] }).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectHome(context, b, 'the switcher');

    await keyboard.press('Control+Shift+f');
    await keyboard.type('Позиция 17');
    const hit = page.getByRole('dialog').getByRole('option').filter({ hasText: 'Позиция 17' }).first();
    await hit.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await b.conversation.getByText('Позиция 17', { exact: true }).waitFor();
    await expectHome(context, b, 'a search hit');
    const hitKey = await page.evaluate<string>(`document.querySelector('article')?.dataset.messageKey ?? ''`);
    await page.getByRole('searchbox', { name: 'Поиск чатов, людей и сообщений' }).click();
    await b.tell({ type: 'showDialog', dialogId: dialogIds[0] ?? '', key: hitKey });
    await until('the composer has the focus', async () => (await page.evaluate(focused)) === 'composer');
    await expectHome(context, b, 'a click on a notification');

    const filter = page.getByRole('button', { name: 'Непрочитанные' });
    for (const state of ['on', 'off']) {
      await filter.click();
      await expectHome(context, b, `the unread filter ${state}`);
    }
    await closeEachWay(context, b, 'about the chat', () =>
      page.getByRole('button', { name: 'О чате' }).click(),
    );
    await closeEachWay(context, b, 'a new chat', () =>
      page.getByRole('button', { name: 'Новый чат' }).click(),
    );
    await closeEachWay(context, b, 'settings', async () => {
      await b.ownCard.getByRole('button').first().click();
      await page.getByRole('menuitem', { name: 'Настройки' }).click();
    });
    for (const open of [
      () => b.chats.getByRole('option', { name: names[1] }).click({ button: 'right' }),
      () => b.openMenuOf('Позиция'),
    ]) {
      await open();
      await page.getByRole('menu').waitFor();
      await keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await expectHome(context, b, 'a context menu');
    }
    await page.getByRole('button', { name: 'Эмодзи' }).click();
    await page.getByRole('dialog').getByText('😀').first().waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectHome(context, b, 'the emoji picker');

    const text = b.conversation.getByTestId('message-text').filter({ hasText: 'Позиция' }).last();
    await text.click();
    context.holds(
      'a click leaves the messages their focus',
      'not the composer',
      '',
      (await page.evaluate(focused)) !== 'composer',
    );
    await typeIn(context, b, 'a click into the messages');
    await keyboard.press('Control+a');
    await keyboard.press('Control+c');
    const copied = await b.composer.inputValue();
    await keyboard.press('End');
    await text.click();
    await keyboard.press('Control+v');
    await until('it is pasted', async () => (await b.composer.inputValue()) !== copied).catch(() => {});
    context.same('pasting into the messages', copied + copied, await b.composer.inputValue());

    const place = () =>
      page.evaluate<{ number: number; offset: number }>(`(() => {
        const { top } = document.querySelector('[role="feed"]').getBoundingClientRect();
        const rows = [...document.querySelectorAll('article')];
        const row = rows.find((element) => element.getBoundingClientRect().bottom > top);
        return {
          number: Number(row?.querySelector('[data-testid="message-text"]')?.textContent.replace(/\\D/g, '') ?? 0),
          offset: Math.round((row?.getBoundingClientRect().top ?? 0) - top),
        };
      })()`);
    const start = await place();
    // Not to the end: whoever left a chat there is to see what comes.
    await keyboard.press('PageUp');
    await until('it goes up', async () => (await place()).number < start.number);
    await page.evaluate(atRest);
    const left = await place();
    await clickChat(b, names[1]);
    await b.conversation.getByRole('heading', { name: names[1] }).waitFor();
    await clickChat(b, names[0]);
    await until(
      `it is at ${JSON.stringify(left)} again`,
      async () => JSON.stringify(await place()) === JSON.stringify(left),
    ).catch(() => {});
    context.same('back in the chat', left, await place());
    await page.evaluate(atRest);
    await keyboard.press('PageDown');
    await until('it goes down', async () => (await place()).number > left.number);
    // Chromium begins a new step of undo where the messages scroll under a burst.
    await page.evaluate(atRest);

    await keyboard.press('End');
    const written = await b.composer.inputValue();
    await keyboard.type('hello brave new world');
    await keyboard.press('Control+z');
    context.same('undo takes the burst back', written, await settled(() => b.composer.inputValue(), written));
    await keyboard.press('Control+Shift+z');
    const whole = `${written}hello brave new world`;
    context.same('redo brings it again', whole, await settled(() => b.composer.inputValue(), whole));
    await page.getByRole('button', { name: 'Отправить' }).click();
    await b.waitForTick(whole, ['sent', 'delivered', 'read']);
    await expectHome(context, b, 'sent by the button');
    await mouse.click(5, 5);
    await expectHome(context, b, 'a click beside everything');

    // As from another computer.
    await signIn(context.server.url, andrey.phone, andrey.name);
    await keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Устройства' }).click();
    await page.getByRole('button', { name: 'Завершить сеанс' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Завершить сеанс' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Завершить сеанс' }).waitFor({ state: 'detached' });
    await until('the focus is in the dialog', () =>
      page.evaluate<boolean>(
        `document.querySelector('[role="dialog"]')?.contains(document.activeElement) ?? false`,
      ),
    );
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expectHome(context, b, 'after a session was ended');

    await keyboard.press('Alt+ArrowLeft');
    await b.composer.waitFor({ state: 'detached' });
    await until('without a chat the list has the focus', () =>
      page.evaluate<boolean>(`document.activeElement?.getAttribute('role') === 'option'`),
    );
    await keyboard.press('F6');
    await keyboard.press('F6');
    context.same(
      'F6 keeps to the chats',
      'option',
      await page.evaluate(`document.activeElement?.getAttribute('role')`),
    );
  },
};
