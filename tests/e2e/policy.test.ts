import { expect, inject, test } from 'vitest';
import type { CommandResult } from '../../src/shared/bridge.ts';
import { adoptDisplay } from '../support/display.ts';
import { Machine, type MachineOptions } from '../support/machine.ts';
import { andrey, demoCode, sharedChat } from '../support/people.ts';
import type { Person } from '../support/person.ts';
import { runScenario, type ScenarioContext } from '../support/scenario.ts';

const possible = await Machine.isPossible();
const path = '/etc/chat3-desktop/policy.json';
const plainHost = 'chat.plain.test';
const insecureSentence =
  'Соединение без шифрования запрещено. Используйте адрес, который начинается с https://.';

/** Runs steps on a computer as an administrator set it up. */
async function onMachine(
  title: string,
  options: MachineOptions,
  run: (context: ScenarioContext, machine: Machine) => Promise<void>,
): Promise<void> {
  const machine = await Machine.create(options);
  try {
    const scenario = { number: 'policy', title, run: (context: ScenarioContext) => run(context, machine) };
    const result = await runScenario(scenario, adoptDisplay(inject('display')));
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(result.steps.length).toBeGreaterThan(1);
  } finally {
    await machine.remove();
  }
}

/** The code with which the app refuses, past every screen; null: it obeys. */
async function changeServer(person: Person, address: string): Promise<string | null> {
  const command = `chat3.changeServer({ address: ${JSON.stringify(address)} })`;
  const answer = await person.page.evaluate<CommandResult<unknown>>(command);
  return answer.ok ? null : answer.error.code;
}

async function typeServer(person: Person, address: string): Promise<void> {
  await person.page.getByRole('textbox', { name: 'Сервер' }).fill(address);
  await person.page.getByRole('button', { name: 'Подключиться' }).click();
}

const seesInsecure = (person: Person) => person.page.getByTestId('insecure').isVisible();

test.skipIf(!possible)('a locked server cannot be changed by screen, command line or bridge', () =>
  onMachine('locked server', {}, async (context, machine) => {
    const policy = { server: context.server.url, lockServer: true };
    await machine.writePolicy(JSON.stringify(policy));
    const person = await context.openWindow(andrey, { machine, server: 'https://other.example.test' });
    await person.page.getByTestId('sign-in').waitFor();
    await person.page.getByText('Задан администратором').waitFor();
    const change = person.page.getByRole('button', { name: 'Сменить сервер' });
    context.same('no button to change it', 0, await change.count());
    context.same(
      'nor a way past the screen',
      'serverLocked',
      await changeServer(person, 'http://127.0.0.1:9'),
    );
    await person.signIn(andrey.phone, demoCode);
    context.same('the server is the policy’s', context.server.url, (await person.waitUntilLive()).server);

    await person.app.quit();
    const elsewhere = { server: 'https://moved.example.test', lockServer: true };
    await machine.writePolicy(JSON.stringify(elsewhere));
    const moved = await context.openAgain(person);
    await moved.page.getByTestId('sign-in').waitFor();
    context.same('a sign-in at another server is not taken up', null, (await moved.diagnostics()).socketId);
    context.same('the new server is used', elsewhere.server, (await moved.diagnostics()).server);
  }),
);

test.skipIf(!possible)('a broken policy file is named on screen, and the app goes on', () =>
  onMachine('broken file', { policy: '{"servr":"https://chat.example.test"}' }, async (context, machine) => {
    const person = await context.openWindow(andrey, { machine, server: null });
    const problem = person.page.getByTestId('policy-problem');
    const sentence = `Файл с настройками администратора ${path} не действует: поле «servr» неизвестно. Сообщите администратору.`;
    context.same('it is named on the first screen', sentence, (await problem.innerText()).trim());
    await typeServer(person, context.server.url);
    await person.signIn(andrey.phone, demoCode);
    await person.waitUntilLive();
    await person.openChat(sharedChat);
    context.holds('and beside the chats', sentence, await problem.innerText(), await problem.isVisible());
    context.same(
      'the server in use stays meanwhile',
      'serverLocked',
      await changeServer(person, 'http://127.0.0.1:9'),
    );

    await person.app.quit();
    await machine.writePolicy('{"server": 1');
    const english = await context.openAgain(person);
    await english.waitUntilLive();
    await english.page.evaluate(`chat3.updateSettings({ language: 'en' })`);
    await english.page.getByText('it is not JSON').waitFor();
    context.same(
      'in the language of the person',
      `The administrator’s settings file ${path} is not in effect: it is not JSON. Tell your administrator. Until the file is repaired, the server cannot be changed.`,
      (await english.page.getByTestId('policy-problem').innerText()).trim(),
    );

    await english.app.quit();
    await machine.removePolicy();
    const repaired = await context.openAgain(english);
    await repaired.waitUntilLive();
    context.same('gone with the file', 0, await repaired.page.getByTestId('policy-problem').count());
  }),
);

test.skipIf(!possible)('plain http to another machine needs the policy, and never goes unsaid', () =>
  onMachine('plain http', { hosts: [plainHost] }, async (context, machine) => {
    const address = context.server.url.replace('127.0.0.1', plainHost);
    const refused = await context.openWindow(andrey, { machine, server: null });
    await typeServer(refused, address);
    await refused.page.getByText(insecureSentence).waitFor();
    context.same('refused without it', 'addressInsecure', await changeServer(refused, address));
    context.same('on the command line too', null, (await refused.diagnostics()).server);
    await refused.app.quit();

    await machine.writePolicy(JSON.stringify({ allowInsecureHosts: [plainHost] }));
    const person = await context.openAgain(refused);
    await typeServer(person, address);
    await person.page.getByTestId('sign-in').waitFor();
    await person.page.getByText('Соединение не защищено').waitFor();
    await person.signIn(andrey.phone, demoCode);
    await person.waitUntilLive();
    await person.openChat(sharedChat);
    await person.send('Всем видно');
    await person.waitForTick('Всем видно', ['sent', 'delivered', 'read']);
    context.same('the badge stays', true, await seesInsecure(person));
    context.same(
      'another host is still refused',
      'addressInsecure',
      await changeServer(person, 'http://192.0.2.1'),
    );

    await person.app.quit();
    await machine.removePolicy();
    const withdrawn = await context.openAgain(person);
    await withdrawn.page.getByTestId('server-screen').waitFor();
    const { socketId, server } = await withdrawn.diagnostics();
    context.same('withdrawn leave ends it', { socketId: null, server: null }, { socketId, server });
  }),
);
