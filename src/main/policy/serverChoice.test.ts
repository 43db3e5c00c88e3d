import { describe, expect, it } from 'vitest';
import { type MachinePolicy, noPolicy } from './machinePolicy.ts';
import { createServerChoice } from './serverChoice.ts';

const broken = { path: '/etc/chat3-desktop/policy.json', fault: 'notJson' as const, field: null };
const office = 'https://chat.office.example';
const other = 'https://chat.other.example';
const third = 'https://chat.third.example';

function choice(options: {
  policy?: Partial<MachinePolicy>;
  problem?: typeof broken;
  commandLine?: string;
  stored?: string;
}) {
  let stored = options.stored ?? null;
  return createServerChoice(
    { policy: { ...noPolicy, ...options.policy }, problem: options.problem ?? null },
    {
      commandLine: options.commandLine ?? null,
      stored: () => stored,
      store: (server) => {
        stored = server;
      },
    },
  );
}

const lock = { server: office, lockServer: true };

describe('the server in use', () => {
  const table: [string, Parameters<typeof choice>[0], string | null, boolean][] = [
    ['nobody said anything', {}, null, false],
    ['the policy presets it', { policy: { server: office } }, office, false],
    ['the person chose another than the preset', { policy: { server: office }, stored: other }, other, false],
    ['the command line beats what is stored', { commandLine: third, stored: other }, third, false],
    ['the lock beats everything', { policy: lock, commandLine: third, stored: other }, office, true],
    ['the lock on a fresh machine', { policy: lock }, office, true],
    [
      'the file is broken: what was chosen stays',
      { problem: broken, commandLine: third, stored: other },
      other,
      true,
    ],
    ['the file is broken on a fresh machine: the person is asked', { problem: broken }, null, false],
    [
      'the file is broken on a fresh machine with a command line',
      { problem: broken, commandLine: third },
      third,
      false,
    ],
    ['leave to be plain was withdrawn', { stored: 'http://plain.example' }, null, false],
    [
      'leave to be plain',
      { stored: 'http://plain.example', policy: { allowInsecureHosts: ['plain.example'] } },
      'http://plain.example',
      false,
    ],
  ];
  for (const [name, options, server, locked] of table) {
    it(name, () => {
      const { server: used, locked: fixed } = choice(options);
      expect({ server: used, locked: fixed }).toEqual({ server, locked });
    });
  }

  it('is what the person chose last, whatever the command line said', () => {
    const free = choice({ commandLine: third });
    free.choose(other);
    expect(free.server).toBe(other);
  });
});

describe('the day the file is broken', () => {
  it.each([undefined, other])('the server that was locked before stays (chosen once: %s)', (stored) => {
    let kept = stored ?? null;
    const sources = {
      commandLine: third,
      stored: () => kept,
      store: (server: string) => {
        kept = server;
      },
    };
    createServerChoice({ policy: { ...noPolicy, ...lock }, problem: null }, sources);
    const later = createServerChoice({ policy: noPolicy, problem: broken }, sources);
    expect({ server: later.server, locked: later.locked }).toEqual({ server: office, locked: true });
  });
});

describe('an earlier sign-in', () => {
  it('is taken up again at the locked server alone', () => {
    expect(choice({ policy: lock }).mayUse(office)).toBe(true);
    expect(choice({ policy: lock }).mayUse(other)).toBe(false);
    expect(choice({ policy: { server: office } }).mayUse(other)).toBe(true);
  });

  it('is not taken up in the clear without leave', () => {
    expect(choice({}).mayUse('http://plain.example')).toBe(false);
    expect(choice({}).mayUse('http://127.0.0.1:3000')).toBe(true);
    expect(choice({ problem: broken }).mayUse('http://plain.example')).toBe(false);
    expect(
      choice({ policy: { allowInsecureHosts: ['plain.example'] } }).mayUse('http://plain.example:3000'),
    ).toBe(true);
  });
});
