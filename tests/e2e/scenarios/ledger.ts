import { compareHistories } from '../../../scripts/qa/compareHistories.ts';
import { createFaultProxy } from '../../chaos/faultProxy.ts';
import { aleksandr, andrey, sharedChat } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';

const missed = Array.from({ length: 10 }, (_, index) => `Для сверки: ${index + 1}`);

/** What the chat's info shows: the four pictures, their names and what they stand for. */
async function shownFingerprint(person: Person): Promise<string[]> {
  await person.page.getByRole('button', { name: 'О чате' }).click();
  const section = person.page.getByRole('region', { name: 'Отпечаток истории' });
  const pictures = section.getByRole('img', { name: /, .*, .*, / });
  await pictures.waitFor();
  const shown = [
    await pictures.innerText(),
    String(await pictures.getAttribute('aria-label')),
    await section.locator('p').first().innerText(),
  ];
  await person.page.keyboard.press('Escape');
  return shown;
}

/** Proves (S22.1, S22.4). */
export const scenario: Scenario = {
  number: 'ledger',
  title:
    'B is cut off while A sends ten: what was missed is told, compared without a difference, and both see one fingerprint',
  async run(context) {
    const proxy = await createFaultProxy({ targetPort: () => Number(new URL(context.server.url).port) });
    context.afterwards(() => proxy.close());
    const [a, b] = await Promise.all([
      context.signedIn(aleksandr),
      context.signedIn(andrey, { server: proxy.url }),
    ]);
    await Promise.all([a.openChat(sharedChat), b.openChat(sharedChat)]);
    await a.send('До сверки');
    await b.waitForMessage('До сверки');

    proxy.refuse(true);
    proxy.cut();
    await b.banner.waitFor();
    for (const text of missed) await a.send(text);
    await a.waitForTick(String(missed.at(-1)), ['sent']);
    const told = b.banner.filter({ hasText: 'Восстановлено' }).innerText({ timeout: 90_000 });
    proxy.refuse(false);
    context.same(
      'the banner says what had been missed',
      'Связь восстановлена. Восстановлено 10 сообщений, потеряно 0',
      (await told).trim(),
    );
    await b.waitForMessage(String(missed.at(-1)));

    const [entry] = (await b.diagnostics()).ledger;
    const { repaired, lost, differences, awaited, ranges = [] } = entry ?? {};
    context.same(
      'the ledger: ten repaired, nothing lost, no difference, nothing left to read',
      [10, 0, 0, []],
      [repaired, lost, differences, awaited],
    );
    const { openDialogId } = await b.snapshot();
    context.same('they were of this chat', [openDialogId, 10], [ranges[0]?.dialogId, ranges[0]?.repaired]);
    await b.tell({ type: 'showScreen', screen: 'diagnostics' });
    const row = b.page.getByRole('dialog').getByRole('row').filter({ hasText: 'Расхождений' }).first();
    const words = await row.innerText();
    context.holds(
      'the diagnostics show it',
      'Восстановлено: 10, Расхождений: 0',
      words,
      words.includes('Восстановлено: 10') && words.includes('Расхождений: 0'),
    );
    await row.getByRole('button', { name: 'По чатам' }).click();
    await row.getByText(sharedChat).waitFor();
    await b.page.keyboard.press('Escape');

    const [ofA, ofB] = [await shownFingerprint(a), await shownFingerprint(b)];
    context.same('both see the same four pictures, with the same caption', ofA, ofB);
    context.holds('four pictures', '4', `${ofA[1]}`, String(ofA[1]).split(', ').length === 4);
    context.same(
      'and have the same history',
      true,
      (await compareHistories(a, b, String(openDialogId))).equal,
    );
  },
};
