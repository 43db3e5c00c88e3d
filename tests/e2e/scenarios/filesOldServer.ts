import { randomBytes } from 'node:crypto';
import { aleksandr, sharedChat } from '../../support/people.ts';
import { dropFiles } from '../../support/pickedFiles.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';

/** Proves (S20.7). */
export const scenario: Scenario<ScenarioServer> = {
  number: 'files-old-server',
  title: 'A server that takes no files: it is said, and nothing is lost',
  async run(context) {
    const a = await context.signedIn(aleksandr);
    await a.openChat(sharedChat);
    await a.type('Начатый текст');
    const button = a.page.getByRole('button', { name: 'Прикрепить файлы' });
    context.same('there is no button for files', 0, await button.count());
    await dropFiles(a.page, [{ name: 'a.pdf', mimeType: 'application/pdf', content: randomBytes(100) }]);
    await a.page.getByText('Этот сервер не принимает файлы.').waitFor();
    context.same('the text is where it was', 'Начатый текст', await a.typedText('Начатый текст'));
    context.same('nothing waits to be sent', [], (await a.diagnostics()).outbox);
  },
};
