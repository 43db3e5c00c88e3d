import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { Authority } from '../support/certificates.ts';
import { adoptDisplay } from '../support/display.ts';
import { Machine } from '../support/machine.ts';
import { andrey, demoCode, sharedChat } from '../support/people.ts';
import type { Person } from '../support/person.ts';
import { type RecordingProxy, startProxy } from '../support/proxy.ts';
import { runScenario, type ScenarioContext, type WindowOptions } from '../support/scenario.ts';
import { startTlsFront, type TlsFront } from '../support/tlsFront.ts';

/** A name that only the proxy knows: whatever reaches it went through the proxy. */
const host = 'chat.example.test';
const address = `https://${host}`;
const possible = await Machine.isPossible();
const company = new Authority('Company');
const stranger = new Authority('Stranger');
const places = new Map<string, number>();
const fronts: TlsFront[] = [];
let machine: Machine;
let proxy: RecordingProxy;

beforeAll(async () => {
  if (possible) machine = await Machine.create({ authorities: [company.certificate] });
});

afterAll(async () => {
  if (possible) await machine.remove();
  company.remove();
  stranger.remove();
});

beforeEach(async () => {
  places.clear();
  proxy = await startProxy(places);
});

afterEach(async () => {
  await proxy.stop();
  for (const front of fronts.splice(0)) await front.close();
});

async function serve(name: string, certificate: ReturnType<Authority['issue']>, target: number | null) {
  const front = await startTlsFront(certificate, target);
  fronts.push(front);
  places.set(name, front.port);
  return front;
}

const portOf = (context: ScenarioContext) => Number(new URL(context.server.url).port);

/** As a session without a desktop of its own has it: the proxy from the environment, by its script. */
function options(): WindowOptions {
  return {
    machine,
    server: null,
    environment: {
      auto_proxy: `${proxy.url}/proxy.pac`,
      XDG_CURRENT_DESKTOP: 'none',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
    switches: ['--ignore-certificate-errors'],
  };
}

async function run(title: string, steps: (context: ScenarioContext) => Promise<void>): Promise<void> {
  const result = await runScenario({ number: 'network', title, run: steps }, adoptDisplay(inject('display')));
  expect(result.steps.filter((step) => !step.ok)).toEqual([]);
  expect(result.steps.length).toBeGreaterThan(1);
}

async function connectTo(person: Person, server: string): Promise<void> {
  await person.page.getByRole('textbox', { name: 'Сервер' }).fill(server);
  await person.page.getByRole('button', { name: 'Подключиться' }).click();
}

/** Types the address and answers the sentence that the screen then shows. */
async function refusalOf(person: Person, server: string): Promise<string> {
  await connectTo(person, server);
  const field = person.page
    .getByRole('textbox', { name: 'Сервер' })
    .and(person.page.locator('[aria-invalid=true]'));
  const ids = await field.getAttribute('aria-describedby');
  const error = person.page.locator(`[id="${ids?.split(' ')[0]}"]`);
  return error.innerText();
}

test.skipIf(!possible)(
  'REST and socket go through the system’s proxy and trust the company’s authority',
  () =>
    run('proxy and authority', async (context) => {
      const front = await serve(host, company.issue(host), portOf(context));
      const person = await context.openWindow(andrey, options());
      await connectTo(person, address);
      await person.signIn(andrey.phone, demoCode);
      await person.waitUntilLive();
      await person.openChat(sharedChat);
      await person.send('Через прокси');
      await person.waitForTick('Через прокси', ['sent', 'delivered', 'read']);
      context.same('the proxy was asked for the server alone', [`${host}:443`], [...new Set(proxy.asked)]);
      const asked = (pattern: RegExp) => front.requests.some((line) => pattern.test(line));
      context.same('REST came that way', true, asked(/^(GET|POST) \/(health|api)/));
      context.same('so did the socket', true, asked(/^GET \/socket\.io\/.*transport=websocket/));

      await proxy.stop();
      const banner = person.banner.getByText('Прокси-сервер недоступен');
      await banner.waitFor({ timeout: 60_000 });
      context.holds(
        'an outage is explained',
        'a banner',
        await person.banner.innerText(),
        await banner.isVisible(),
      );
      const { connectionHistory } = await person.diagnostics();
      context.same(
        'and noted for support',
        true,
        connectionHistory.some(({ reason }) => reason === 'proxyUnreachable'),
      );
      await proxy.startAgain();
      await person.waitUntilLive();
    }),
);

const untrusted =
  'Сертификат сервера выдан центром, которому этот компьютер не доверяет. Обратитесь к администратору.';

test.skipIf(!possible)('each failure has a sentence of its own, and a wrong certificate is final', () =>
  run('failures', async (context) => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port: closedPort } = closed.address() as AddressInfo;
    closed.close();
    const portal = createServer((request, response) => {
      if (request.url === '/health') response.writeHead(302, { location: 'http://portal.test/' }).end();
      else response.end();
    }).listen(0, '127.0.0.1');
    await once(portal, 'listening');
    context.afterwards(async () => void portal.close());

    const wrong = await serve('untrusted.test', stranger.issue('untrusted.test'), portOf(context));
    await serve('expired.test', company.issue('expired.test', { expired: true }), portOf(context));
    await serve('wrong.test', company.issue('other.test'), portOf(context));
    await serve('page.test', company.issue('page.test'), null);
    const person = await context.openWindow(andrey, options());
    const sentences: [string, string][] = [
      ['https://untrusted.test', untrusted],
      ['https://expired.test', 'Срок действия сертификата сервера не наступил или истёк.'],
      ['https://wrong.test', 'Сертификат сервера выдан для другого адреса.'],
      ['https://page.test', 'Вместо сервера чата ответила веб-страница.'],
      [
        `http://127.0.0.1:${(portal.address() as AddressInfo).port}`,
        'Вместо сервера чата ответила веб-страница.',
      ],
      [`http://127.0.0.1:${closedPort}`, 'Сервер не принимает подключения.'],
      ['https://unknown.test', 'Прокси-сервер не пропустил запрос.'],
    ];
    for (const [server, sentence] of sentences) {
      const seen = await refusalOf(person, server);
      context.holds(server, sentence, seen, seen.startsWith(sentence));
    }
    proxy.wantsLogin = true;
    context.same(
      'the proxy wants a password',
      'Прокси-сервер требует имя и пароль. Обратитесь к администратору.',
      await refusalOf(person, address),
    );
    context.same('nothing was said to a server nobody vouches for', [], wrong.requests);
    await person.app.quit();

    const { environment, ...rest } = options();
    const direct = { ...environment, auto_proxy: 'http://127.0.0.1:9/none.pac' };
    const other = await context.openWindow(andrey, { ...rest, environment: direct });
    const unknown = await refusalOf(other, address);
    context.holds(
      'no such host',
      'Сервер с таким именем не найден.',
      unknown,
      unknown.startsWith('Сервер с таким'),
    );
    await other.app.quit();

    const nowhere = { XDG_CURRENT_DESKTOP: 'none', https_proxy: `http://127.0.0.1:${closedPort}` };
    const alone = await context.openWindow(andrey, { ...rest, environment: nowhere });
    const unreachable = await refusalOf(alone, address);
    context.holds(
      'no proxy',
      'Прокси-сервер недоступен.',
      unreachable,
      unreachable.startsWith('Прокси-сервер нед'),
    );
  }),
);
