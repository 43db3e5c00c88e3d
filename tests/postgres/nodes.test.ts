import { expect, test } from 'vitest';
import {
  type Answer,
  call,
  cast,
  demoServer,
  Person,
  signIn,
  temporaryDirectory,
} from '../integration/server/support.ts';

const ROUNDS = 12;
const rounds = Array.from({ length: ROUNDS }, (_, index) => index);

/** Two servers of one database, and people who use both. */
async function twoNodes() {
  const dataDir = temporaryDirectory();
  const { url, sasha, andrey, maria } = await cast({ dataDir });
  const other = await demoServer({ dataDir });
  const there = (person: Person) => new Person(other.url, person.signedIn);
  return { urls: [url, other.url] as const, sasha, andrey, maria, there };
}

const both = (first: Promise<Answer>, second: Promise<Answer>) => Promise.all([first, second]);

test('a token of one server is good at the other', async () => {
  const { sasha, there } = await twoNodes();
  expect((await there(sasha).get('/users/me')).body).toEqual((await sasha.get('/users/me')).body);
});

test('one clientMessageId posted at both in the same moment is one message (P7.2)', async () => {
  const { sasha, there } = await twoNodes();
  const dialogId = await sasha.group();
  for (const index of rounds) {
    const body = { content: 'раз', meta: { clientMessageId: `c${index}` } };
    const path = `/messages/dialog/${dialogId}`;
    const answers = await both(sasha.post(path, body), there(sasha).post(path, body));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(answers[0].body.data.messageId).toBe(answers[1].body.data.messageId);
  }
  expect((await sasha.get(`/messages/dialog/${dialogId}?limit=1`)).body.headSeq).toBe(ROUNDS + 1);
});

test('in two dialogs it is one message and one refusal, and the dialog without it has no gap (P7.2)', async () => {
  const { sasha, there } = await twoNodes();
  const [one, two] = [await sasha.group(), await sasha.group()];
  for (const index of rounds) {
    const body = { content: 'раз', meta: { clientMessageId: `c${index}` } };
    const answers = await both(
      sasha.post(`/messages/dialog/${one}`, body),
      there(sasha).post(`/messages/dialog/${two}`, body),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  }
  let total = 0;
  for (const dialogId of [one, two]) {
    const { data, headSeq } = (await sasha.get(`/messages/dialog/${dialogId}?limit=100`)).body;
    expect(data).toHaveLength(headSeq);
    total += headSeq;
  }
  expect(total).toBe(ROUNDS + 2);
});

test('one phone that signs up at both is one person', async () => {
  const { urls } = await twoNodes();
  for (const index of rounds) {
    const phone = String(79_000_000_100 + index);
    const people = await Promise.all(urls.map((url) => signIn(url, phone, 'Новичок')));
    expect(people[0]?.userId).toBe(people[1]?.userId);
  }
});

test('the chat of two people made at both is one', async () => {
  const { urls, sasha, there } = await twoNodes();
  for (const index of rounds) {
    const friend = await signIn(urls[0], String(79_000_000_200 + index), 'Друг');
    const body = { name: 'Вдвоём', kind: 'direct', memberIds: [friend.userId] };
    const answers = await both(sasha.post('/dialogs', body), there(sasha).post('/dialogs', body));
    for (const { status } of answers) expect([200, 201]).toContain(status);
    expect(answers[0].body.data.dialogId).toBe(answers[1].body.data.dialogId);
  }
});

test('reactions and posts at both are all counted, and numbered without gaps', async () => {
  const { sasha, andrey, maria, there } = await twoNodes();
  const dialogId = await sasha.group(andrey, maria);
  for (const index of rounds) {
    const { messageId } = await sasha.say(dialogId, `${index}`);
    const react = (person: Person) => person.post(`/messages/${messageId}/reactions`, { reaction: '👍' });
    const answers = await Promise.all([
      react(sasha),
      react(there(andrey)),
      react(maria),
      there(sasha).post(`/messages/dialog/${dialogId}`, { content: 'и' }),
      andrey.post(`/messages/dialog/${dialogId}`, { content: 'и' }),
    ]);
    for (const { status } of answers) expect([200, 201]).toContain(status);
    const { body } = await there(maria).get(`/messages/${messageId}`);
    expect(body.message.reactionCounts).toEqual({ '👍': 3 });
  }
  const { data } = (await sasha.get(`/messages/dialog/${dialogId}?since=0&limit=100`)).body;
  expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(
    Array.from({ length: 3 * ROUNDS + 1 }, (_, index) => index + 1),
  );
});

test('a mark moved at both never goes back', async () => {
  const { sasha, andrey, there } = await twoNodes();
  for (const index of rounds) {
    const dialogId = await sasha.group(andrey);
    const seqs = [6, 5, 4, 3, 2];
    for (const seq of seqs) await sasha.say(dialogId, `${index} ${seq}`);
    const read = (person: Person, seq: number) => person.post(`/dialogs/${dialogId}/read`, { seq });
    await Promise.all(seqs.map((seq) => read(seq % 2 === 0 ? andrey : there(andrey), seq)));
    expect((await read(andrey, 0)).body.data.readSeq).toBe(6);
  }
});

test('/ready is for each to say', async () => {
  const { urls } = await twoNodes();
  for (const url of urls) expect((await call(url, 'GET', '/ready')).status).toBe(200);
});
