import { describe, expect, it } from 'vitest';
import { hasTrayHost, type RunCommand } from './trayHost.ts';

const missing = () => Promise.reject(Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' }));

function answering(answers: Record<string, () => Promise<string>>) {
  const asked: string[] = [];
  const run: RunCommand = (command) => {
    asked.push(command);
    return (answers[command] ?? missing)();
  };
  return { asked, run };
}

describe('hasTrayHost', () => {
  it.each([
    ['dbus-send', '   variant       boolean true\n', true],
    ['dbus-send', '   variant       boolean false\n', false],
    ['busctl', 'b true\n', true],
    ['busctl', 'b false\n', false],
    ['gdbus', '(<true>,)\n', true],
    ['gdbus', '(<false>,)\n', false],
  ])('%s says %j: %s', async (command, output, present) => {
    const { run } = answering({ [command]: () => Promise.resolve(output) });
    expect(await hasTrayHost('linux', run)).toBe(present);
  });

  it('takes a refusal for an answer, and asks no other tool', async () => {
    const { asked, run } = answering({ 'dbus-send': () => Promise.reject(new Error('ServiceUnknown')) });
    expect(await hasTrayHost('linux', run)).toBe(false);
    expect(asked).toEqual(['dbus-send']);
  });

  it('has none where no tool can ask', async () => {
    const { asked, run } = answering({});
    expect(await hasTrayHost('linux', run)).toBe(false);
    expect(asked).toEqual(['dbus-send', 'busctl', 'gdbus']);
  });

  it('is sure of it elsewhere', async () => {
    const { asked, run } = answering({});
    expect(await hasTrayHost('win32', run)).toBe(true);
    expect(await hasTrayHost('darwin', run)).toBe(true);
    expect(asked).toEqual([]);
  });
});
