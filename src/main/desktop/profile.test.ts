import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLaunchOptions } from './profile.ts';

const nothing = {
  profile: 'default',
  server: null,
  userDataDirectory: null,
  window: null,
  language: null,
  hidden: false,
};

describe('parseLaunchOptions', () => {
  it('reads what is asked for', () => {
    expect(
      parseLaunchOptions([
        '/opt/chat3/chat3-desktop',
        '--no-sandbox',
        '--profile=andrey-2',
        '--server=chat.example.ru',
        '--user-data-dir=/tmp/x y',
        '--window=-10,0,800,900',
        '--lang=en',
        '--hidden',
      ]),
    ).toEqual({
      profile: 'andrey-2',
      server: 'https://chat.example.ru',
      userDataDirectory: '/tmp/x y',
      window: { x: -10, y: 0, width: 800, height: 900 },
      language: 'en',
      hidden: true,
    });
  });

  it('takes the last that fits', () => {
    expect(parseLaunchOptions(['--profile=a', '--profile=b', '--profile=../c']).profile).toBe('b');
  });

  const hostile = [
    '--profile=',
    '--profile',
    '--profile=..',
    '--profile=../../etc',
    '--profile=a/b',
    '--profile=a\\b',
    '--profile=C:',
    '--profile=A',
    '--profile=имя',
    '--profile=a\0',
    '--profile=a\n',
    '--profile=con .',
    `--profile=${'a'.repeat(33)}`,
    '--profile=$(reboot)',
    '--PROFILE=x',
    '-profile=x',
    '--profile =x',
    '--server=http://chat.example.ru',
    '--server=javascript:alert(1)',
    '--server=file:///etc/passwd',
    '--server=https://user:pass@chat.example.ru',
    '--server=',
    `--server=${'a'.repeat(5_000)}`,
    '--window=1,2,3',
    '--window=1,2,3,4,5',
    '--window=1,2,0,4',
    '--window=1,2,-3,4',
    '--window=a,b,c,d',
    '--window=1e9,0,1,1',
    '--window=NaN,0,1,1',
    '--window=999999,0,1,1',
    '--window= 1,2,3,4',
    '--hidden=no',
    '-hidden',
    '--lang=de',
    '--lang=__proto__',
    '--user-data-dir=',
    '--user-data-dir=a\0b',
    '--__proto__=x',
    'chat3://open/../../x',
    '',
    '--',
  ];
  for (const argument of hostile) {
    it(`ignores ${JSON.stringify(argument).slice(0, 50)}`, () => {
      expect(parseLaunchOptions(['chat3', argument])).toEqual(nothing);
    });
  }

  it('never throws, and lets no profile name leave its folder', () => {
    const argument = fc
      .tuple(
        fc.constantFrom('--profile=', '--server=', '--window=', '--lang=', '--user-data-dir=', ''),
        fc.string({ unit: 'binary' }),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(argument), (argv) => {
        expect(parseLaunchOptions(argv).profile).toMatch(/^[a-z0-9-]{1,32}$/);
      }),
      { numRuns: 1_000 },
    );
  }, 30_000);
});
