import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';

// Outside Electron the `electron` package answers a path; without this it would download itself first.
vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', tmpdir());
const { openSettings, systemLanguageOf } = await import('./settings.ts');

let directory: string;
let logged: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-settings-'));
  logged = [];
});

afterEach(() => rmSync(directory, { recursive: true }));

const log = { info: (event: string) => logged.push(event), warn: (event: string) => logged.push(event) };
const open = () => openSettings({ directory, systemLanguage: 'ru', log });
const file = () => join(directory, 'settings.json');

describe('settings', () => {
  it('begin with the system and are remembered', () => {
    expect(open().shown).toEqual(defaultSettings);
    const bounds = { x: -5, y: 0, width: 900, height: 700 };
    expect(open().update({ language: 'en', server: 'https://chat.example.ru', windowBounds: bounds })).toBe(
      true,
    );
    expect(open().update({ theme: 'dark' })).toBe(true);
    expect(open().stored).toEqual({
      ...defaultSettings,
      language: 'en',
      theme: 'dark',
      server: 'https://chat.example.ru',
      windowBounds: bounds,
      windowMaximized: false,
      openChat: null,
      closingExplained: false,
      notificationsFailed: false,
    });
    for (const name of readdirSync(directory))
      expect(statSync(join(directory, name)).mode & 0o077, name).toBe(0);
  });

  it('refuse what is no setting', () => {
    expect(() => open().update({ theme: 'pink' as never })).toThrow();
    expect(open().shown.theme).toBe('system');
  });

  for (const content of [
    '',
    '{',
    '{"theme":"pink"}',
    'null',
    '[]',
    '{"windowBounds":{"x":1e99}}',
    '\0\0\0',
    '"x"',
  ]) {
    it(`come back from the last good copy when the file holds ${JSON.stringify(content)}`, () => {
      open().update({ theme: 'dark' });
      writeFileSync(file(), content);
      expect(open().shown.theme).toBe('dark');
      expect(readdirSync(directory).some((name) => name.startsWith('settings.json.broken-'))).toBe(true);
      expect(logged).toContain('settings.quarantined');
      writeFileSync(file(), content);
      writeFileSync(join(directory, 'settings.last-good.json'), content);
      expect(open().shown.theme).toBe('system');
    });
  }

  it('take any bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (content) => {
        writeFileSync(file(), content);
        expect(['system', 'light', 'dark']).toContain(open().shown.theme);
        for (const name of readdirSync(directory)) rmSync(join(directory, name));
      }),
      { numRuns: 50 },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }, 30_000);

  it('live on in memory when the disk refuses', () => {
    const settings = open();
    settings.update({ theme: 'light' });
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file where the folder was');
    expect(settings.update({ theme: 'dark' })).toBe(false);
    expect(settings.shown.theme).toBe('dark');
    expect(logged).toContain('settings.notWritten');
    expect(existsSync(file())).toBe(false);
    expect(readFileSync(directory, 'utf8')).toContain('a file');
  });
});

describe('systemLanguageOf', () => {
  it('is Russian first', () => {
    for (const locales of [['ru-RU', 'en'], ['uk-UA'], ['be'], ['kk_KZ'], [], [''], ['C']]) {
      expect(systemLanguageOf(locales)).toBe('ru');
    }
    for (const locales of [['en-US', 'ru'], ['de-DE'], ['zh-CN']])
      expect(systemLanguageOf(locales)).toBe('en');
  });
});
