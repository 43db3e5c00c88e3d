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

function logged({ app }: Person, line: string): Promise<boolean> {
  const file = join(app.userDataDirectory, 'profiles', app.profile, 'logs', 'main.log');
  return until(`the log says ${line}`, async () => (await readFile(file, 'utf8')).includes(line));
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

    await logind.prepareForSleep(true);
    await logged(person, 'system.suspended');
    const { epoch, state } = await person.diagnostics();
    context.same('falling asleep leaves the connection alone', 'live', state);

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
  },
};
