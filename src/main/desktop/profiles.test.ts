import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listProfiles, profileCommand } from './profiles.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chat3-profiles-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('listProfiles', () => {
  it('lists folders that can be profiles, and its own in any case', () => {
    for (const name of ['rabota', 'default', 'Not A Profile', '..hidden']) mkdirSync(join(root, name));
    writeFileSync(join(root, 'file'), '');
    expect(listProfiles(join(root, 'default'), 'default')).toEqual(['default', 'rabota']);
    expect(listProfiles(join(root, 'gone', 'default'), 'default')).toEqual(['default']);
  });
});

describe('profileCommand', () => {
  const argv = [
    '/opt/chat3/chat3-desktop',
    '--no-sandbox',
    '--profile=default',
    '--window=0,0,800,600',
    '--hidden',
    '--server=https://chat.example.ru',
    '--user-data-dir=/tmp/x y',
    '--inspect=0',
    'chat3://dialog/a',
  ];
  const program = {
    argv,
    execPath: '/opt/chat3/chat3-desktop',
    appImage: undefined,
    packaged: true,
    appPath: '/src',
  };

  it('passes on what all instances share, and nothing else', () => {
    expect(profileCommand(program, 'rabota')).toEqual({
      file: '/opt/chat3/chat3-desktop',
      args: [
        '--no-sandbox',
        '--server=https://chat.example.ru',
        '--user-data-dir=/tmp/x y',
        '--profile=rabota',
      ],
    });
  });

  it('starts the image itself, and names the application where it is not packaged', () => {
    expect(profileCommand({ ...program, appImage: '/home/a/Chat3.AppImage' }, 'b').file).toBe(
      '/home/a/Chat3.AppImage',
    );
    expect(profileCommand({ ...program, packaged: false }, 'b').args[0]).toBe('/src');
  });
});
