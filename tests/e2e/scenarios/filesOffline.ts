import { randomBytes } from 'node:crypto';
import { sharedChat } from '../../support/people.ts';
import { dropFiles } from '../../support/pickedFiles.ts';
import type { Scenario } from '../../support/scenario.ts';

/** Proves (S20.2, S20.6). */
export const scenario: Scenario = {
  number: 'files-offline',
  title: 'A file that is sent without a connection outlives a kill, and leaves once the server is back',
  timeLimitMs: 5 * 60_000,
  async run(context) {
    const both = await context.bothInSharedChat();
    const b = both[1];
    let a = both[0];
    await context.server.stop();
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(900_000)]);
    await dropFiles(a.page, [{ name: 'Отчёт.pdf', mimeType: 'application/pdf', content }]);
    const caption = a.page.getByRole('dialog').getByRole('textbox', { name: 'Подпись' });
    await caption.fill('Когда будет связь');
    await caption.press('Enter');
    await a.page.getByRole('dialog').waitFor({ state: 'detached' });
    context.same('it waits', 'queued', await a.waitForTick('Когда будет связь', ['queued']));
    await a.app.kill();
    a = await context.openAgain(a);
    await a.ownCard.waitFor();
    await a.openChat(sharedChat);
    context.same('it waits after the kill', 'queued', await a.waitForTick('Когда будет связь', ['queued']));
    await context.server.startAgain();
    await b.waitForMessage('Когда будет связь', 120_000);
    await a.waitForTick('Когда будет связь', ['sent', 'delivered', 'read']);
    await b.page.getByRole('button', { name: /^Сохранить Отчёт\.pdf/ }).waitFor();
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
