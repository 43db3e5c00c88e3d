import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { askServer } from '../../../server/src/admin/door.ts';
import { aleksandr, andrey } from '../../support/people.ts';
import type { Scenario } from '../../support/scenario.ts';
import { settled } from '../../support/settled.ts';
import { until } from '../../support/until.ts';

const sentence =
  'Учётная запись отключена администратором. Переписка и черновики удалены с этого компьютера.';

/** Every file of a history in the folder of an app. */
const historiesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /history-\w+\.db/.test(name),
  );

export const scenario: Scenario = {
  number: 'disabled',
  title:
    'A closed account is out within a second and leaves nothing here; the other one sees that it is closed',
  async run(context) {
    const [a, b] = await Promise.all([context.signedIn(aleksandr), context.signedIn(andrey)]);
    await a.startChatWith('Андрей');
    await a.send('Ты ещё тут?');
    await b.chats.getByRole('option', { name: 'Александр' }).waitFor();
    await b.openChat('Александр');
    await b.waitForMessage('Ты ещё тут?');
    await b.type('недописанное');
    const before = historiesIn(b.app.userDataDirectory);
    context.holds('there is a history', 'a file', before.join(), before.length > 0);

    const began = performance.now();
    await askServer(dirname(context.server.databaseFile), {
      command: 'user disable',
      args: [andrey.phone],
      json: false,
    });
    const online = 'chat3.getSnapshot({}).then(({ value }) => value.connection.state)';
    await until('the connection is gone', async () => (await b.page.evaluate<string>(online)) !== 'live');
    const took = performance.now() - began;
    context.holds('the connection is gone at once', '≤ 1000 ms', `${Math.round(took)} ms`, took <= 1_000);

    await b.page.getByTestId('sign-in').waitFor();
    context.same('the sign-in screen says why', sentence, await b.page.getByRole('status').innerText());
    await until('nothing is left', () => historiesIn(b.app.userDataDirectory).length === 0);
    context.same('no history is left', '', historiesIn(b.app.userDataDirectory).join());

    const marked = 'Андрей Волков (отключён)';
    await a.conversation.getByRole('heading', { name: marked }).waitFor();
    await a.chats.getByText(marked).waitFor();
    for (const language of ['ru', 'en']) {
      for (const theme of ['light', 'dark']) {
        for (const person of [a, b]) {
          await person.page.evaluate(`chat3.updateSettings(${JSON.stringify({ language, theme })})`);
          await person.page.locator(`html[lang="${language}"]`).waitFor();
          await settled(person.page);
        }
        await context.takePicture(`disabled-${language}-${theme}`);
      }
    }
  },
};
