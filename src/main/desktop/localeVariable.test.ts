import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';

const original = { platform: process.platform, value: process.env['LC_ALL'] };

afterEach(() => {
  setPlatform(original.platform);
  if (original.value === undefined) delete process.env['LC_ALL'];
  else process.env['LC_ALL'] = original.value;
});

function setPlatform(platform: NodeJS.Platform): void {
  Object.defineProperty(process, 'platform', { value: platform });
}

/** What the variable is after a start that found it so; undefined: there is none. */
async function afterStart(platform: NodeJS.Platform, found: string | undefined): Promise<string | undefined> {
  vi.resetModules();
  setPlatform(platform);
  if (found === undefined) delete process.env['LC_ALL'];
  else process.env['LC_ALL'] = found;
  await import('./localeVariable.ts');
  return process.env['LC_ALL'];
}

test('on Linux the variable is there, and keeps what it was', async () => {
  expect(await afterStart('linux', undefined)).toBe('');
  expect(await afterStart('linux', '')).toBe('');
  expect(await afterStart('linux', 'ru_RU.UTF-8')).toBe('ru_RU.UTF-8');
});

test('other systems are left alone', async () => {
  expect(await afterStart('darwin', undefined)).toBeUndefined();
  expect(await afterStart('win32', undefined)).toBeUndefined();
});

test('the program begins with it', () => {
  const source = readFileSync(new URL('../index.ts', import.meta.url), 'utf8');
  expect(/^import .*$/m.exec(source)?.[0]).toBe("import './desktop/localeVariable.ts';");
});
