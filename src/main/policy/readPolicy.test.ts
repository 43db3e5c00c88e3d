import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noPolicy } from './machinePolicy.ts';
import { policyPath, readPolicy } from './readPolicy.ts';

let directory: string;
let path: string;
const self = process.platform === 'win32' ? null : userInfo().uid;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-policy-'));
  path = join(directory, 'policy.json');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(file: unknown) {
  writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
  return readPolicy(path, self);
}

const problem = (fault: string, field: string | null = null) => ({
  policy: noPolicy,
  problem: { path, fault, field },
});

describe('the machine policy file', () => {
  it('lies where administrators look for it, whatever the environment says', () => {
    expect(policyPath('linux')).toBe('/etc/chat3-desktop/policy.json');
    expect(policyPath('darwin')).toBe('/Library/Application Support/Chat3 Desktop/policy.json');
    const windows = 'C:\\ProgramData\\Chat3 Desktop\\policy.json';
    expect(policyPath('win32', 'C:\\Users\\andrey')).toBe(windows);
    expect(policyPath('win32', '\\\\files\\homes\\andrey')).toBe(windows);
    expect(policyPath('win32', 'D:\\Users\\andrey')).toBe('D:\\ProgramData\\Chat3 Desktop\\policy.json');
  });

  it('may be absent', () => {
    expect(readPolicy(path, self)).toEqual({ policy: noPolicy, problem: null });
    expect(readPolicy(join(path, 'policy.json'), self)).toEqual({ policy: noPolicy, problem: null });
    writeFileSync(path, '{}');
    expect(readPolicy(join(path, 'policy.json'), self)).toEqual({ policy: noPolicy, problem: null });
  });

  it('may say nothing', () => expect(read({})).toEqual({ policy: noPolicy, problem: null }));

  it('may say everything, also as Windows writes it', () => {
    const file = {
      server: 'http://Chat.Example.RU:3000/',
      lockServer: true,
      allowInsecureHosts: ['CHAT.example.ru', '192.168.1.5', '[2001:db8::1]'],
      updateUrl: 'https://updates.example.ru/chat3',
    };
    expect(read(`\uFEFF${JSON.stringify(file)}`)).toEqual({
      policy: {
        server: 'http://chat.example.ru:3000',
        lockServer: true,
        allowInsecureHosts: ['chat.example.ru', '192.168.1.5', '[2001:db8::1]'],
        updateUrl: 'https://updates.example.ru/chat3',
      },
      problem: null,
    });
  });

  const broken: [string, unknown, string, string | null][] = [
    ['nothing at all', '', 'notJson', null],
    ['half a file', '{"server": "https://chat', 'notJson', null],
    ['a list', [], 'wrongValue', null],
    ['a number', 7, 'wrongValue', null],
    ['an unknown field', { servr: 'https://chat.example.ru' }, 'unknownField', 'servr'],
    ['a prototype', '{"__proto__": {"lockServer": true}}', 'unknownField', '__proto__'],
    ['a server of the wrong type', { server: 7 }, 'wrongValue', 'server'],
    ['a null', { server: null }, 'wrongValue', 'server'],
    ['an address that is none', { server: 'chat example' }, 'wrongValue', 'server'],
    ['a plain server without leave', { server: 'http://chat.example.ru' }, 'wrongValue', 'server'],
    ['a lock in words', { server: 'https://chat.example.ru', lockServer: 'yes' }, 'wrongValue', 'lockServer'],
    ['a lock on nothing', { lockServer: true }, 'wrongValue', 'lockServer'],
    ['one host, not a list', { allowInsecureHosts: 'chat' }, 'wrongValue', 'allowInsecureHosts'],
    ['any host', { allowInsecureHosts: ['chat', '*'] }, 'wrongValue', 'allowInsecureHosts.1'],
    ['a host with a port', { allowInsecureHosts: ['chat:3000'] }, 'wrongValue', 'allowInsecureHosts.0'],
    ['a host with a scheme', { allowInsecureHosts: ['http://chat'] }, 'wrongValue', 'allowInsecureHosts.0'],
    ['updates in the clear', { updateUrl: 'http://updates.example.ru' }, 'wrongValue', 'updateUrl'],
    ['updates from a file', { updateUrl: 'file:///tmp/updates' }, 'wrongValue', 'updateUrl'],
    ['updates with a password', { updateUrl: 'https://a:b@updates.example.ru' }, 'wrongValue', 'updateUrl'],
    ['updates from nowhere', { updateUrl: '' }, 'wrongValue', 'updateUrl'],
    ['an absurd size', ' '.repeat(65 * 1024), 'tooLarge', null],
  ];
  for (const [name, file, fault, field] of broken) {
    it(`is broken with ${name}`, () => expect(read(file)).toEqual(problem(fault, field)));
  }

  it('takes updates from this machine in the clear', () => {
    expect(read({ updateUrl: 'http://127.0.0.1:8080/' }).policy.updateUrl).toBe('http://127.0.0.1:8080/');
  });

  it('is unreadable when it is a folder', () => {
    mkdirSync(path);
    expect(readPolicy(path, self)).toEqual(problem('unreadable'));
  });

  it.skipIf(self === null)('is unreadable when it is a link to a place that is not there', () => {
    symlinkSync(join(dirname(path), 'on a share'), path);
    expect(readPolicy(path, self)).toEqual(problem('unreadable'));
  });

  it.skipIf(self === null)('does not wait for a named pipe', () => {
    execFileSync('mkfifo', [path]);
    expect(readPolicy(path, self)).toEqual(problem('unreadable'));
  });

  it.skipIf(self === null || self === 0)('is unreadable without the right to', () => {
    writeFileSync(path, '{}', { mode: 0 });
    expect(readPolicy(path, self)).toEqual(problem('unreadable'));
  });

  it.skipIf(self === null)('counts only when nobody but the administrator may change it', () => {
    writeFileSync(path, '{"server":"https://chat.example.ru"}');
    expect(readPolicy(path, self).policy.server).toBe('https://chat.example.ru');
    expect(readPolicy(path, Number(self) + 1)).toEqual(problem('notProtected'));
    chmodSync(path, 0o664);
    expect(readPolicy(path, self)).toEqual(problem('notProtected'));
    chmodSync(path, 0o644);
    chmodSync(directory, 0o777);
    expect(readPolicy(path, self)).toEqual(problem('notProtected'));
  });

  it('answers a policy or a problem to anything that can be written in a file', () => {
    const field = fc.oneof(
      fc.constantFrom('server', 'lockServer', 'allowInsecureHosts', 'updateUrl'),
      fc.string(),
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.dictionary(field, fc.jsonValue()).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const { policy, problem: found } = read(text);
        expect(found === null || policy === noPolicy).toBe(true);
        expect('polluted' in {}).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
