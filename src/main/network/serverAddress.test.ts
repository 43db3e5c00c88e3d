import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayConnect, parseServerAddress } from './serverAddress.ts';

describe('parseServerAddress', () => {
  const good: [string, string][] = [
    ['chat.example.ru', 'https://chat.example.ru'],
    ['  Chat.Example.RU  ', 'https://chat.example.ru'],
    ['chat.example.ru:8443', 'https://chat.example.ru:8443'],
    ['chat.example.ru/', 'https://chat.example.ru'],
    ['https://chat.example.ru/login?x=1#y', 'https://chat.example.ru'],
    ['HTTPS://chat.example.ru:443', 'https://chat.example.ru'],
    ['wss://chat.example.ru', 'https://chat.example.ru'],
    ['чат.рф', 'https://xn--80a0bn.xn--p1ai'],
    ['chat', 'https://chat'],
    ['192.168.1.5:3000', 'https://192.168.1.5:3000'],
    ['[2001:db8::1]:3000', 'https://[2001:db8::1]:3000'],
    ['localhost:3000', 'http://localhost:3000'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://127.0.0.1:443', 'http://127.0.0.1:443'],
    ['http://localhost:80', 'http://localhost'],
    ['http://2130706433:3000', 'http://127.0.0.1:3000'],
    ['ws://[::1]:3000', 'http://[::1]:3000'],
    ['https://localhost:3000', 'https://localhost:3000'],
  ];
  for (const [typed, address] of good) {
    it(`reads ${typed}`, () => expect(parseServerAddress(typed)).toEqual({ ok: true, address }));
  }

  const insecure = [
    'http://chat.example.ru',
    'ws://chat.example.ru',
    'http://192.168.1.5:3000',
    'http://localhost.example.ru',
    'http://127.0.0.1.example.ru',
    'http://foo.localhost',
    'http://0.0.0.0:3000',
  ];
  for (const typed of insecure) {
    it(`refuses ${typed} as insecure`, () =>
      expect(parseServerAddress(typed)).toEqual({ ok: false, code: 'addressInsecure' }));
  }

  const invalid = [
    '',
    '   ',
    'chat example',
    'https://',
    'http:/chat.example.ru',
    'https:chat.example.ru',
    'https:\\\\chat.example.ru',
    'ftp://chat.example.ru',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'javascript://chat.example.ru/%0aalert(1)',
    'data:text/html,x',
    'user@chat.example.ru',
    'https://user:secret@chat.example.ru',
    'https://chat.example.ru:0',
    'https://chat.example.ru:99999',
    'https://chat..example.ru',
    'https://.',
    'https://cha\u200bt.example.ru',
    'https://chat.example.ru\u0000',
    'https://chat.example.ru\n.evil.example',
    'https://[::1',
    `${'a'.repeat(64)}.${'b'.repeat(200)}.ru`,
    '://chat.example.ru',
    '+79111111111',
  ];
  for (const typed of invalid) {
    it(`refuses ${JSON.stringify(typed).slice(0, 60)}`, () =>
      expect(parseServerAddress(typed)).toEqual({ ok: false, code: 'addressInvalid' }));
  }

  it('answers every text with a secure origin that it reads the same again, or a code', () => {
    const part = fc.constantFrom(
      'http://',
      'https://',
      'ws:',
      '//',
      '@',
      ':',
      '.',
      '\\',
      '%2e',
      'localhost',
      '127.1',
      '[::1]',
      'ru',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.array(fc.oneof(part, fc.string())).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const result = parseServerAddress(typed);
        if (!result.ok) return;
        expect(mayConnect(result.address)).toBe(true);
        expect(parseServerAddress(result.address)).toEqual(result);
      }),
      { numRuns: 1_000 },
    );
  }, 30_000);
});
