/** The packaged program talks: the dialogue of `npm start -- --smoke` through its windows, as an ordinary person. */
import { expect, onTestFinished, test } from 'vitest';
import { smoke } from '../../../scripts/start/smoke.ts';
import { openDisplay, personalDisplay } from '../../support/display.ts';
import { createOrdinaryUser } from '../../support/ordinaryUser.ts';
import { copyPackage } from '../../support/packageCopy.ts';
import { PackagedApp } from '../../support/packagedApp.ts';
import { aleksandr, andrey, demoCode, sharedChat } from '../../support/people.ts';
import { Person } from '../../support/person.ts';
import { ServerProcess } from '../../support/server.ts';

test('two packaged programs pass the smoke dialogue', async () => {
  const user = await createOrdinaryUser();
  onTestFinished(() => user.remove());
  const copy = await copyPackage();
  onTestFinished(() => copy.remove());
  const display = process.platform === 'linux' ? await openDisplay(undefined, user.ids) : personalDisplay();
  onTestFinished(() => display.close());
  const server = await ServerProcess.start();
  onTestFinished(() => server.close());

  const people = await Promise.all(
    [aleksandr, andrey].map(async (who, index) => {
      const width = Math.floor(display.width / 2);
      const bounds = { x: index * width, y: 0, width, height: display.height };
      const app = await PackagedApp.launch({
        executable: copy.executable,
        display,
        profile: who.profile,
        server: server.url,
        language: 'ru',
        bounds,
      });
      onTestFinished(async () => {
        await app.quit();
        await app.removeData();
      });
      const person = new Person(app);
      await person.signIn(who.phone, demoCode);
      await person.openChat(sharedChat);
      await person.waitUntilLive();
      return person;
    }),
  );

  const electron = String(process.env['CHAT3_ELECTRON_VERSION']);
  expect(await smoke({ people, display, server: server.url, electron, name: 'packageSmoke' })).toBe(0);
});
