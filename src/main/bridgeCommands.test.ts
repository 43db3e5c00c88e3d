import { describe, expect, it } from 'vitest';
import { commandNames } from '../shared/bridgeNames.ts';
import { type CommandHandlers, runCommand } from './bridgeCommands.ts';

const logged: unknown[] = [];
const write = (...entry: unknown[]) => {
  logged.push(entry);
};
const log = { info: write, warn: write };

function handlersWith(own: Partial<Record<string, (input: never) => Promise<unknown>>>): CommandHandlers {
  const unused = async () => {
    throw new Error('must not be called');
  };
  return Object.fromEntries(
    commandNames.map((name) => [name, own[name] ?? unused]),
  ) as unknown as CommandHandlers;
}

const invalid = { ok: false, error: { code: 'invalidArguments' } };

describe('runCommand', () => {
  it('answers with the value', async () => {
    const handlers = handlersWith({ sendMessage: async (input: { text: string }) => ({ key: input.text }) });
    const input = { dialogId: 'dlg_1', text: 'привет' };
    expect(await runCommand(handlers, log, 'sendMessage', input)).toEqual({
      ok: true,
      value: { key: 'привет' },
    });
  });

  it('refuses names that are no command', async () => {
    for (const name of [
      '',
      'nothing',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      1,
      null,
      undefined,
      {},
      ['sendMessage'],
    ]) {
      expect(await runCommand(handlersWith({}), log, name, {})).toEqual(invalid);
    }
  });

  it('refuses arguments that do not fit, and calls nothing', async () => {
    const inputs: unknown[] = [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { dialogId: 'd' },
      { dialogId: '', text: 'x' },
      { dialogId: 'd', text: 1 },
    ];
    inputs.push(
      { dialogId: 'd', text: 'x', more: 1 },
      { dialogId: 'd', text: 'x'.repeat(1_000_001) },
      new Map(),
    );
    inputs.push(JSON.parse('{"dialogId":"d","text":"x","__proto__":{"polluted":1}}'));
    for (const input of inputs) {
      expect(await runCommand(handlersWith({}), log, 'sendMessage', input)).toEqual(invalid);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('tells a known code, and nothing but «internal» of what else is thrown', async () => {
    const failing = (error: unknown) => handlersWith({ closeDialog: () => Promise.reject(error) });
    const codeOf = async (error: unknown) => runCommand(failing(error), log, 'closeDialog', {});
    expect(await codeOf({ code: 'storageFailed' })).toEqual({ ok: false, error: { code: 'storageFailed' } });
    expect(await codeOf(Object.assign(new Error('x'), { code: 'timeout' }))).toMatchObject({
      error: { code: 'timeout' },
    });
    for (const error of [
      new Error('secret text'),
      { code: 'ENOENT' },
      { code: 'toString' },
      { code: 1 },
      'timeout',
      null,
      undefined,
    ]) {
      expect(await codeOf(error)).toEqual({ ok: false, error: { code: 'internal' } });
    }
    expect(JSON.stringify(logged)).toContain('bridge.commandFailed');
    expect(JSON.stringify(logged)).not.toContain('secret text');
  });

  it('also catches a handler that throws at once', async () => {
    const handlers = handlersWith({
      closeDialog: () => {
        throw { code: 'notMember' };
      },
    });
    expect(await runCommand(handlers, log, 'closeDialog', {})).toEqual({
      ok: false,
      error: { code: 'notMember' },
    });
  });
});
