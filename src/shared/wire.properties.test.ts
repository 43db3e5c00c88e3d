import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as samples from './wire.samples.ts';
import * as wire from './wire.ts';

/** 200 each, or what a fuzz run configures. */
const numRuns = fc.readConfigureGlobal().numRuns ?? 200;

const parsers: [name: string, parse: (input: unknown) => unknown, sample: unknown][] = [
  ['parsePayload', wire.parsePayload, samples.messageAnswer],
  ['parseMessage', wire.parseMessage, samples.message],
  ['parseMessageAnswer', wire.parseMessageAnswer, samples.messageAnswer],
  ['parseMessagePage', wire.parseMessagePage, samples.messagePage],
  ['parseDialogPage', wire.parseDialogPage, samples.dialogPage],
  ['parseDialogAnswer', wire.parseDialogAnswer, { success: true, data: samples.dialogItem }],
  ['parseDialogDetails', wire.parseDialogDetails, samples.dialogDetails],
  ['parseMembers', wire.parseMembers, { success: true, data: [samples.member] }],
  ['parseUser', wire.parseUser, { success: true, user: samples.user }],
  ['parseUserPage', wire.parseUserPage, samples.users],
  ['parseSessions', wire.parseSessions, samples.sessions],
  ['parseCodeRequest', wire.parseCodeRequest, { success: true, registration: 'invited' }],
  ['parseSignIn', wire.parseSignIn, samples.signIn],
  ['parseRefresh', wire.parseRefresh, samples.signIn],
  ['parseHello', wire.parseHello, samples.hello],
  ['parseJoinAnswer', wire.parseJoinAnswer, { ok: true }],
  ['parseStatusTimes', wire.parseStatusTimes, samples.messageAnswer],
  ['parseMark', wire.parseMark, samples.mark],
  ['parseChanges', (body) => wire.parseChanges(body, samples.dialogId), samples.changes],
  ['parseUpdate (A)', wire.parseUpdate, samples.updateA],
  ['parseUpdate (B)', wire.parseUpdate, samples.updateB],
  ['parseUpdate (C)', wire.parseUpdate, samples.updateC],
  ['parseTyping', wire.parseTyping, samples.typing],
  ['parseTypingUpdate', wire.parseTypingUpdate, samples.typingUpdate],
  ['isEnvelope', wire.isEnvelope, samples.updateB],
  ['parseMessageIds', wire.parseMessageIds, samples.updateB],
  ['parseReactor', wire.parseReactor, samples.reactionUpdate],
  ['parsePresence', wire.parsePresence, { userId: 'usr_1' }],
  ['parsePresenceSnapshot', wire.parsePresenceSnapshot, samples.snapshot],
  ['parseMessageStatus', wire.parseMessageStatus, samples.messageStatus],
  ['parseReactionEvent', wire.parseReactionEvent, samples.reactionEvent],
  ['parseReactions', wire.parseReactions, samples.reactions],
  ['parseErrorSentence', wire.parseErrorSentence, { success: false, error: 'User not found' }],
  ['parseErrorName', wire.parseErrorName, { success: false, code: 'account_disabled' }],
  [
    'errorCodeOf',
    (input) => wire.errorCodeOf(wire.parseErrorSentence(input), 500),
    { error: 'User not found' },
  ],
  [
    'tokenExpiry',
    (input) => wire.tokenExpiry(input as string),
    'e30.eyJ1c2VySWQiOiJ1c3JfMSIsImlhdCI6MSwiZXhwIjoyfQ.x',
  ],
];

it('knows every export that parses', () => {
  const known = new Set(parsers.map(([name]) => name.split(' ')[0]));
  const unknown = Object.keys(wire).filter((name) => name !== 'WireError' && !known.has(name));
  expect(unknown).toEqual([]);
});

const deep: unknown = JSON.parse(`${'{"a":['.repeat(5_000)}1${']}'.repeat(5_000)}`);
const hostile = fc.constantFrom<unknown>(
  null,
  undefined,
  '',
  ' ',
  'undefined',
  '\ud800',
  '79111111111',
  '1762419282731.615234',
  samples.databaseId,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  -0,
  1e308,
  10n,
  Symbol('s'),
  () => 1,
  new Date(Number.NaN),
  new Uint8Array(4),
  new Map([['__proto__', 1]]),
  Object.create(null),
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  JSON.parse('{"toString":1,"valueOf":2,"hasOwnProperty":3,"length":-1}'),
  deep,
);
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
  }),
  fc.anything({ withSparseArray: true, withTypedArray: true, withSet: true, withBoxedValues: true }),
  fc.jsonValue({ stringUnit: 'binary' }),
  hostile,
);

interface Change {
  /** Which of the places in the tree, counted in the order of a walk. */
  place: number;
  value: unknown;
  how: 'replace' | 'remove' | 'add' | 'wrap';
  key: string;
}
const changes = fc.array(
  fc.record<Change>({
    place: fc.nat(200),
    value: anything,
    how: fc.constantFrom('replace', 'remove', 'add', 'wrap'),
    key: fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'data', 'message', '_id', 'value', '0'),
      fc.string(),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

type Container = Record<string, unknown>;

function placesOf(node: unknown): [Container, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const container = node as Container;
  return Object.keys(container).flatMap((key) => [[container, key], ...placesOf(container[key])]);
}

function mutated(sample: unknown, steps: Change[]): unknown {
  const root: Container & { root: unknown } = { root: structuredClone(sample) };
  const places = placesOf(root);
  for (const { place, value, how, key } of steps) {
    const [parent, name] = places[place % places.length] ?? [root, 'root'];
    const old = parent[name];
    if (how === 'remove') delete parent[name];
    else if (how === 'wrap') parent[name] = { [key]: old };
    else if (how === 'add' && Array.isArray(old)) parent[name] = [...old, value];
    else if (how === 'add' && typeof old === 'object') parent[name] = { ...old, [key]: value };
    else parent[name] = value;
  }
  return root.root;
}

/** Every string of a result is well-formed, every number finite, and all of it is plain JSON. */
function expectClean(value: unknown, depth = 0): void {
  expect(depth).toBeLessThan(30);
  if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
  else if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      expect(key in Object.prototype).toBe(false);
      expectClean((value as Record<string, unknown>)[key], depth + 1);
    }
  } else expect(value === null || typeof value === 'boolean').toBe(true);
}

function expectTyped(name: string, parse: (input: unknown) => unknown, input: unknown): void {
  try {
    const result = parse(input);
    // The payload is what the server sent, for another parser to read.
    if (name !== 'parsePayload') expectClean(result);
  } catch (error) {
    if (!(error instanceof wire.WireError)) throw error;
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

describe.each(parsers)('%s', (name, parse, sample) => {
  it('reads its sample', () => {
    expect(() => parse(sample)).not.toThrow();
  });

  it('throws nothing but WireError, whatever it is given', () => {
    fc.assert(
      fc.property(anything, (input) => expectTyped(name, parse, input)),
      { numRuns },
    );
  });

  it('throws nothing but WireError for altered samples', () => {
    fc.assert(
      fc.property(changes, (steps) => expectTyped(name, parse, mutated(sample, steps))),
      { numRuns },
    );
  });
});

it('never repeats content in an error', () => {
  const canary = 'canary-5d41402a';
  fc.assert(
    fc.property(fc.constantFrom(...parsers), fc.nat(200), (parser, place) => {
      const [name, parse, sample] = parser;
      if (name === 'errorCodeOf') return;
      const value = { [canary]: canary };
      try {
        parse(mutated(sample, [{ place, value, how: 'replace', key: '' }]));
      } catch (error) {
        expect(error).toBeInstanceOf(wire.WireError);
        expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain(canary);
      }
    }),
    { numRuns: 5 * numRuns },
  );
});

describe('one message in any encoding', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 24, maxLength: 24 });
  const suffix = fc.string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
    minLength: 1,
    maxLength: 24,
  });
  const logical = fc.record({
    messageId: suffix.map((text) => `msg_${text}`),
    databaseId: hex,
    dialogId: suffix.map((text) => `dlg_${text}`),
    dialogDatabaseId: hex,
    senderId: fc.oneof(
      suffix.map((text) => `usr_${text}`),
      fc.constant('system_bot'),
    ),
    content: word,
    type: fc.constantFrom('text', 'image', 'system.join', 'unheard.of'),
    createdAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    clientMessageId: suffix,
    replyTo: word,
  });
  type Logical = typeof logical extends fc.Arbitrary<infer Value> ? Value : never;

  const times: ((time: number, fraction: number) => unknown)[] = [
    (time) => new Date(time).toISOString(),
    (time) => time,
    (time) => time + 0.75,
    (time, fraction) => `${time}.${String(fraction).padStart(6, '0')}`,
    (time) => String(time),
  ];
  const names: ((message: Logical) => Record<string, unknown>)[] = [
    ({ messageId }) => ({ messageId }),
    ({ messageId, databaseId }) => ({ messageId, _id: databaseId }),
    ({ messageId, databaseId }) => ({ messageId, id: databaseId }),
    ({ messageId, databaseId }) => ({ messageId, _id: databaseId, id: databaseId }),
    ({ messageId, databaseId }) => ({ messageId, _id: databaseId, id: messageId }),
    ({ messageId, databaseId }) => ({ messageId: undefined, _id: databaseId, id: messageId }),
    ({ messageId }) => ({ messageId: null, _id: messageId, id: '' }),
  ];
  const dialogs: ((message: Logical) => unknown)[] = [
    ({ dialogId }) => dialogId,
    ({ dialogDatabaseId }) => dialogDatabaseId,
    ({ dialogId, dialogDatabaseId }) => ({ _id: dialogDatabaseId, id: dialogId, name: 'Чат' }),
    ({ dialogDatabaseId }) => ({ _id: dialogDatabaseId, id: dialogDatabaseId, name: 'Чат' }),
  ];
  const wraps: ((value: unknown) => unknown)[] = [(value) => value, (value) => ({ value })];

  it('comes to the same message (P1.2, P1.3, P1.4, P1.5)', () => {
    fc.assert(
      fc.property(
        logical,
        fc.constantFrom(...times),
        fc.nat(999_999),
        fc.constantFrom(...names),
        fc.constantFrom(...dialogs),
        fc.constantFrom(...wraps),
        fc.constantFrom(...wraps),
        (message, time, fraction, name, dialog, wrapOne, wrapOther) => {
          const { senderId, content, type, createdAt } = message;
          const parsed = wire.parseMessage({
            ...name(message),
            dialogId: dialog(message),
            senderId,
            content,
            type,
            createdAt: time(createdAt, fraction),
            meta: { clientMessageId: wrapOne(message.clientMessageId), replyTo: wrapOther(message.replyTo) },
          });
          expect(parsed).toMatchObject({
            messageId: message.messageId,
            senderId,
            content,
            type,
            createdAt,
            meta: { clientMessageId: message.clientMessageId, replyTo: message.replyTo },
          });
          const ownIds = new Set([message.messageId, message.databaseId]);
          expect(parsed.aliases[0]).toBe(message.messageId);
          expect(parsed.aliases.every((alias) => ownIds.has(alias))).toBe(true);
          expect(new Set(parsed.aliases).size).toBe(parsed.aliases.length);
          expect([message.dialogId, null]).toContain(parsed.dialog.dialogId);
          expect([message.dialogDatabaseId, null]).toContain(parsed.dialog.databaseId);
          expect(parsed.dialog.dialogId ?? parsed.dialog.databaseId).not.toBeNull();
        },
      ),
      { numRuns: 5 * numRuns },
    );
  });
});
