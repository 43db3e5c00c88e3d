import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { SetupError } from '../setup/steps.mjs';
import { catalogue } from './catalogue.ts';
import { beforeInterrupted, openForeign } from './foreign.ts';
import { plainStepsElsewhere } from './plainScenario.ts';
import { readPlainSteps } from './plainSteps.ts';

class Signals extends EventEmitter {
  exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

test.each(['SIGINT', 'SIGTERM'])(
  '%s: what is to be removed is removed before the end, whoever else listens (S24.6)',
  async (name) => {
    const signals = new Signals();
    const done: string[] = [];
    let remove = () => {};
    const removed = new Promise<void>((resolve) => (remove = resolve));
    const end = beforeInterrupted(async () => {
      await removed;
      done.push('removed');
    }, signals);
    signals.on(name, () => done.push('Playwright has ended the process'));
    await Promise.resolve();
    signals.emit(name);
    expect(signals.exits).toEqual([]);
    remove();
    await expect.poll(() => signals.exits).toEqual([130]);
    expect(done).toEqual(['removed']);
    end();
    expect(signals.eventNames()).toEqual([]);
  },
);

test('the end comes also where removing fails (S24.6)', async () => {
  const signals = new Signals();
  beforeInterrupted(() => Promise.reject(new Error('away')), signals);
  signals.emit('SIGINT');
  await expect.poll(() => signals.exits).toEqual([130]);
});

test('two different people are needed, and an address (S24.6)', async () => {
  const codes: [undefined, undefined] = [undefined, undefined];
  const address = 'https://chat.example';
  for (const options of [
    { address, phones: ['79001234567', undefined] as [string, undefined], codes },
    { address, phones: ['79001234567', '8 900 123-45-67'] as [string, string], codes },
    { address: 'http://chat.example', phones: ['79001234567', '79007654321'] as [string, string], codes },
  ])
    await expect(openForeign(options)).rejects.toThrow(SetupError);
});

test('what stops the server, opens other chats or floods them is not played elsewhere (S24.6)', () => {
  const played = catalogue.filter(({ elsewhere }) => !('refusal' in elsewhere)).map(({ name }) => name);
  expect(played).toEqual(['1', '2', '3', '4', '6', '10']);
  const refusalOf = (text: string) => plainStepsElsewhere(readPlainSteps(text, 'own'));
  expect(refusalOf('А пишет: раз\nБ без сети\nБ видит: раз')).toBeNull();
  expect(refusalOf('Сервер останавливается')?.refusal).toContain('останавливает сервер');
  expect(refusalOf('А открывает чат: Бухгалтерия')?.refusal).toContain('другой чат');
});
