import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cast, type Json } from './support.ts';

const RUNS = 150;

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '..',
    '%00',
    '%2e%2e',
    '%ff',
    '__proto__',
    'constructor',
    'null',
    '-1',
    '1e9',
    '{}',
    'ё',
    '\ud800',
  ),
);
/** A sentence, and a code where it is one of those that have any. */
function expectRefusal({ code = 'none', ...answer }: Json): void {
  expect(answer).toEqual({ success: false, error: expect.any(String) });
  expect(['none', 'message_removed']).toContain(code);
}

const segment = piece.map((text) => encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2e'));

test('any REST call gets a typed answer below 500 from the same server', async () => {
  const { url, sasha } = await cast();
  const dialogId = await sasha.group();
  const { messageId } = await sasha.say(dialogId, 'раз');
  const templates: ((part: string) => string)[] = [
    (part) => `/users/${part}`,
    (part) => `/users?search=${part}&limit=${part}`,
    (part) => `/dialogs?page=${part}&limit=${part}&includeLastMessage=${part}`,
    (part) => `/dialogs/${part}`,
    (part) => `/dialogs/${dialogId}/changes?since=${part}`,
    (part) => `/dialogs/${dialogId}/members/${part}`,
    (part) => `/dialogs/${dialogId}/${part}`,
    (part) => `/messages/dialog/${dialogId}?since=${part}`,
    (part) => `/messages/dialog/${dialogId}?before=${part}&limit=${part}`,
    (part) => `/messages/${part}`,
    (part) => `/messages/${messageId}?${part}`,
    (part) => `/messages/${messageId}/status/${part}`,
    (part) => `/messages/${messageId}/reactions/${part}`,
    (part) => `/auth/sessions/${part}`,
    (part) => `/${part}`,
  ];
  const verb = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE');
  await fc.assert(
    fc.asyncProperty(
      verb,
      fc.constantFrom(...templates),
      segment,
      fc.anything(),
      async (method, path, part, value) => {
        const body = method === 'GET' ? undefined : JSON.stringify(value);
        const response = await fetch(`${url}/api${path(part)}`, {
          method,
          headers: {
            authorization: `Bearer ${sasha.token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body }),
        });
        const answer = (await response.json()) as Json;
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) expectRefusal(answer);
        else expect(answer.success).toBe(true);
      },
    ),
    { numRuns: RUNS * 3 },
  );
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await sasha.get('/auth/me')).status).toBe(200);
});

test('any body of any call that takes one', async () => {
  const { sasha, andrey } = await cast();
  const dialogId = await sasha.group(andrey);
  const { messageId } = await sasha.say(dialogId, 'раз');
  const calls: [path: string, keys: string[], verb?: 'patch'][] = [
    [`/messages/dialog/${dialogId}`, ['content', 'type', 'meta']],
    [`/messages/${messageId}`, ['content'], 'patch'],
    [`/messages/${messageId}/reactions`, ['reaction']],
    [`/dialogs`, ['name', 'memberIds', 'kind']],
    [`/dialogs/${dialogId}/members`, ['userId']],
    [`/dialogs/${dialogId}/read`, ['seq']],
    ['/auth/request-code', ['phone', 'name']],
    ['/auth/verify-code', ['phone', 'code']],
    ['/auth/refresh', ['refreshToken']],
  ];
  const value = fc.oneof(fc.jsonValue(), piece, fc.double(), fc.dictionary(piece, fc.jsonValue()));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...calls),
      fc.array(value, { minLength: 3, maxLength: 3 }),
      async (entry, values) => {
        const [path, keys, verb = 'post'] = entry;
        const body = Object.fromEntries(keys.map((key, index) => [key, values[index]]));
        const answer = await sasha[verb](path, body);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expectRefusal(answer.body);
      },
    ),
    { numRuns: RUNS * 3 },
  );
});

test('any text that is accepted is stored and read back as it was answered', async () => {
  const { sasha } = await cast();
  const dialogId = await sasha.group();
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', '\ud800', '\udc00', '😀', '\0', '\u200b', 'ё', '\u0301', '\\', '"', '<'),
  });
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
      async (content, meta) => {
        const answer = await sasha.post(`/messages/dialog/${dialogId}`, { content, meta });
        expect([201, 400]).toContain(answer.status);
        if (answer.status === 400) return;
        expect(answer.body.data.content.isWellFormed()).toBe(true);
        expect((await sasha.get(`/messages/${answer.body.data.messageId}`)).body.message).toEqual(
          answer.body.data,
        );
      },
    ),
    { numRuns: RUNS },
  );
});

test('any socket event leaves the socket and the server alive', async () => {
  const { sasha, server } = await cast({ limits: { eventsPerSecond: 1e6, eventBurst: 1e6 } });
  const dialogId = await sasha.group();
  const ear = await sasha.connect();
  const event = fc.constantFrom(
    'dialog:join',
    'dialog:leave',
    'typing:start',
    'typing:stop',
    'message:new',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(
      event,
      fc.array(fc.oneof(fc.jsonValue(), piece), { maxLength: 3 }),
      async (name, payloads) => {
        ear.socket.emit(name, ...payloads);
        if (name !== 'x' && name !== 'message:new') {
          expect((await ear.ask(name, ...payloads)).ok).toBeTypeOf('boolean');
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(await ear.join(dialogId)).toEqual({ ok: true });
  expect(server.socketCount()).toBe(1);
});
