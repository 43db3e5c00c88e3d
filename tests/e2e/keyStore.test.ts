import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { App } from '../support/app.ts';
import { openDisplay } from '../support/display.ts';
import { aleksandr, andrey, demoCode } from '../support/people.ts';
import { Person } from '../support/person.ts';
import { ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';

test.runIf(process.platform === 'linux')(
  'two profiles that start for the first time at once, on a keyring that was never used, both stay signed in',
  async () => {
    const display = await openDisplay();
    onTestFinished(() => display.close());
    const server = await ServerProcess.start();
    onTestFinished(() => server.close());
    const keyring = Number(display.keyringProcessId);

    // The keyring answers nobody until both have come to where they ask it.
    process.kill(keyring, 'SIGSTOP');
    const launches = [aleksandr, andrey].map(async (who) => {
      const userDataDirectory = join(String(display.environment['HOME']), who.profile);
      const { profile } = who;
      return App.launch({ display, profile, server: server.url, language: 'ru', userDataDirectory });
    });
    const logs = [aleksandr, andrey].map(({ profile }) =>
      join(String(display.environment['HOME']), profile, 'profiles', profile, 'logs', 'main.log'),
    );
    // Who has had nothing to log has no log.
    const logged = () => Promise.all(logs.map((log) => readFile(log, 'utf8').catch(() => '')));
    await until(
      'one waits for its turn',
      async () => (await logged()).some((text) => text.includes('keyStore.waiting')),
      60_000,
    ).finally(() => process.kill(keyring, 'SIGCONT'));
    const apps = await Promise.all(launches);
    onTestFinished(async () => {
      for (const app of apps) await app.kill();
    });
    const people = apps.map((app) => new Person(app));
    await Promise.all(
      people.map((person, index) => person.signIn([aleksandr, andrey][index]?.phone ?? '', demoCode)),
    );

    await Promise.all(apps.map((app) => app.quit()));
    const again = await Promise.all(apps.map((app) => app.launchAgain()));
    onTestFinished(async () => {
      for (const app of again) await app.kill();
    });
    for (const app of again) await new Person(app).waitUntilLive();
    expect((await logged()).map((text) => text.includes('noTurn'))).toEqual([false, false]);
  },
);
