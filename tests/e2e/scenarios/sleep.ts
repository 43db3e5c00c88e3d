import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFaultProxy } from '../../chaos/faultProxy.ts';
import { andrey } from '../../support/people.ts';
import type { Person } from '../../support/person.ts';
import type { Scenario } from '../../support/scenario.ts';
import { startLogind } from '../../support/systemBus.ts';
import { until } from '../../support/until.ts';

/** The probe's own limit is 5 s; without a hint the app would ask after 30 s of silence. */
const noticedMs = 10_000;

function readLog({ app }: Person): Promise<string> {
  return readFile(join(app.userDataDirectory, 'profiles', app.profile, 'logs', 'main.log'), 'utf8');
}

function logged(person: Person, line: string): Promise<boolean> {
  return until(`the log says ${line}`, async () => (await readLog(person)).includes(line));
}

/** The connection dies without a word, then `wake` happens; answers when the app has noticed, in milliseconds. */
async function noticesAfter(
  person: Person,
  proxy: Awaited<ReturnType<typeof createFaultProxy>>,
  wake: () => Promise<unknown>,
): Promise<number> {
  await person.waitUntilLive();
  const { epoch } = await person.diagnostics();
  proxy.swallow(true);
  const from = performance.now();
  await wake();
  await until(
    'the dead connection is given up',
    async () => {
      const now = await person.diagnostics();
      return now.epoch !== epoch || now.state !== 'live';
    },
    25_000,
  );
  const tookMs = Math.round(performance.now() - from);
  proxy.swallow(false);
  proxy.cut();
  await person.waitUntilLive();
  return tookMs;
}

/** Proves (S1.5, S1.6, S17.9). */
export const scenario: Scenario = {
  number: 'sleep',
  title: 'Waking up and another network make the app ask at once whether its connection lives',
  async run(context) {
    const logind = await startLogind();
    context.afterwards(() => logind.close());
    const proxy = await createFaultProxy({ targetPort: () => Number(new URL(context.server.url).port) });
    context.afterwards(() => proxy.close());
    const person = await context.signedIn(andrey, { server: proxy.url, environment: logind.environment });
    await logind.listenedTo();

    const { epoch } = await person.diagnostics();
    const afterSleep = await noticesAfter(person, proxy, () => logind.prepareForSleep(false));
    await logged(person, 'connection.hinted {"reason":"resume"}');
    context.holds(
      'a connection that died asleep is noticed',
      `≤ ${noticedMs} ms`,
      afterSleep,
      afterSleep <= noticedMs,
    );
    const again = await person.diagnostics();
    context.holds('and replaced', `epoch > ${epoch}`, again.epoch, again.epoch > epoch);

    const afterChange = await noticesAfter(person, proxy, () =>
      person.app.electron.evaluate(async () => {
        // The machine gets another address; Node's own module is where the app asks.
        const os = process.getBuiltinModule('node:os');
        const before = os.networkInterfaces;
        os.networkInterfaces = () => ({
          ...before(),
          wlan9: [{ address: '192.0.2.7', internal: false }] as never,
        });
        process.getBuiltinModule('node:module').syncBuiltinESMExports();
      }),
    );
    await logged(person, 'connection.hinted {"reason":"network"}');
    context.holds('another network is noticed', '≤ 15000 ms', afterChange, afterChange <= 15_000);

    // Last, because falling asleep makes Chromium close its sockets: that by which the test looks at the window, too.
    await logind.prepareForSleep(true);
    await logged(person, 'system.suspended');
    await logind.prepareForSleep(false);
    const hints = await until('the second waking is noted', async () => {
      const count = (await readLog(person)).split('connection.hinted {"reason":"resume"}').length - 1;
      return count >= 2 ? count : undefined;
    });
    context.holds('a whole sleep is survived', '≥ 2 hints', hints, hints >= 2);
    await person.app.kill();
  },
};
