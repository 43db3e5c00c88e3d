import { expect, inject, test } from 'vitest';
import { ConnectionLog, targetsIn } from '../support/connectionLog.ts';
import { adoptDisplay } from '../support/display.ts';
import { andrey, sharedChat } from '../support/people.ts';
import { runScenario } from '../support/scenario.ts';

/** A release is watched for 300 s (`CHAT3_WATCH_SECONDS=300`); Chromium's own services ask soon after the start. */
const watchSeconds = Number(process.env['CHAT3_WATCH_SECONDS'] ?? 20);

test('the reader of system calls sees every kind of address', () => {
  const calls = [
    '7 connect(3<UNIX-STREAM:[1]>, {sa_family=AF_UNIX, sun_path="/run/bus"}, 110) = 0',
    '7 connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0',
    '7 connect(3<TCPv6:[1]>, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '7 sendto(9<UDP:[1]>, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 1',
    '7 sendto(9<UDP:[10.0.0.1:4000->10.0.0.3:53]>, "x", 1, 0, NULL, 0) = 1',
    '7 connect(3<UDP:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("8.8.8.8")}, 16) = 0',
  ].join('\n');
  expect(targetsIn(calls)).toEqual(['10.0.0.2:53', '10.0.0.3:53', '192.0.2.1:443', '[2001:db8::1]:80']);
});

test.skipIf(process.platform !== 'linux')(
  'only the server is contacted',
  async () => {
    const log = await ConnectionLog.create();
    let expected = '';
    const result = await runScenario(
      {
        number: 'third-party',
        title: `${watchSeconds} s of use`,
        async run(context) {
          expected = new URL(context.server.url).host;
          const started = performance.now();
          const person = await context.signedIn(andrey, { machine: log });
          await person.openChat(sharedChat);
          let count = 0;
          do {
            count += 1;
            const text = `Ошыбка номер ${count}: https://example.test/page`;
            await person.send(text);
            await person.waitForTick(text, ['sent', 'delivered', 'read']);
            for (const keys of ['Control+k', 'Control+,', 'Control+Shift+f', 'Control+/']) {
              await person.page.keyboard.press(keys);
              await person.page.getByRole('dialog').waitFor();
              await person.page.keyboard.press('Escape');
              await person.page.getByRole('dialog').waitFor({ state: 'detached' });
            }
          } while (performance.now() - started < watchSeconds * 1_000);
          context.holds('it was used', 'at least one message', count, count > 0);
        },
      },
      adoptDisplay(inject('display')),
    );
    const targets = await log.targets();
    await log.remove();
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(targets).toEqual([expected]);
  },
  (watchSeconds + 180) * 1_000,
);
