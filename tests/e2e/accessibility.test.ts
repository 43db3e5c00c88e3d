import { AxeBuilder } from '@axe-core/playwright';
import { expect, inject, test } from 'vitest';
import { adoptDisplay } from '../support/display.ts';
import { andrey, demoCode, sharedChat } from '../support/people.ts';
import type { Person } from '../support/person.ts';
import { runScenario } from '../support/scenario.ts';

/** What axe finds wrong on the screen as it is, in both themes. */
async function findings(person: Person): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await person.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    // Colours are judged when they have arrived.
    await person.page.evaluate(
      'new Promise(requestAnimationFrame).then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished))).then(() => true)',
    );
    const { violations } = await new AxeBuilder({ page: person.page })
      // Electron cannot open the extra page that axe would otherwise report through.
      .setLegacyMode(true)
      // What React Aria has already spoken may name a button that is gone by now.
      .exclude('[data-live-announcer]')
      .analyze();
    for (const { id, nodes } of violations)
      found.push(`${theme}: ${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
  }
  return found;
}

test('axe finds nothing on the screens of a first day', async () => {
  const result = await runScenario(
    {
      number: 'accessibility',
      title: 'axe finds nothing',
      async run(context) {
        const person = await context.openWindow(andrey);
        await person.page.getByTestId('sign-in').waitFor();
        context.same('sign-in', [], await findings(person));
        await person.askForCode(andrey.phone);
        await person.page.getByLabel('Код из СМС').waitFor();
        context.same('code', [], await findings(person));
        await person.enterCode(demoCode);
        await person.ownCard.waitFor();
        context.same('no chat chosen', [], await findings(person));
        await person.openChat(sharedChat);
        await person.send('Проверка доступности');
        await person.waitForTick('Проверка доступности', ['sent', 'delivered', 'read']);
        context.same('conversation', [], await findings(person));
        await person.page.keyboard.press('Control+n');
        await person.page.getByRole('dialog').getByRole('option').first().waitFor();
        context.same('new chat', [], await findings(person));
      },
    },
    adoptDisplay(inject('display')),
  );
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
});
