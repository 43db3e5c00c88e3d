import { describe, expect, test } from 'vitest';
import { cast } from './support.ts';

/** Sasha's group, with an admin and an ordinary member; Pavel is outside of it. */
async function stage() {
  const people = await cast();
  const { sasha, andrey, maria } = people;
  const dialogId = await sasha.group(andrey, maria);
  await sasha.patch(`/dialogs/${dialogId}/members/${andrey.userId}`, { role: 'admin' });
  return { ...people, dialogId };
}

const kept = ({ meta }: { meta: Record<string, unknown> }) => [meta['mentions'], meta['mentionNames']];

describe('who is named (P7.35)', () => {
  test('is announced', async () => {
    const { maria } = await stage();
    const hello = await (await maria.connect()).hear('server:hello');
    expect(hello.features).toContain('mentions');
  });

  test('members are kept, each once, with the names as they are written; strangers are left out', async () => {
    const { sasha, andrey, maria, dialogId } = await stage();
    const mentionNames = { [andrey.userId]: 'Андрюша', usr_nobody: 'Никто', [maria.userId]: 7 };
    const mentions = [andrey.userId, 'usr_nobody', andrey.userId, 7, null, maria.userId];
    const said = await sasha.say(dialogId, '@Андрюша', { mentions, mentionNames, color: 1 });
    expect(kept(said)).toEqual([[andrey.userId, maria.userId], { [andrey.userId]: 'Андрюша' }]);
    expect(said.meta.color).toBe(1);
    const [read] = (await maria.get(`/messages/dialog/${dialogId}`)).body.data;
    expect(kept(read)).toEqual(kept(said));
  });

  test('what is no list is left out, with its names', async () => {
    const { sasha, dialogId } = await stage();
    const said = await sasha.say(dialogId, '@все', { mentions: 'all', mentionNames: {}, color: 1 });
    expect(said.meta).toEqual({ color: 1 });
  });

  test('at most fifty', async () => {
    const { sasha, andrey, dialogId } = await stage();
    const mentions = [...Array.from({ length: 60 }, (_, index) => `usr_${index}`), andrey.userId];
    expect(kept(await sasha.say(dialogId, '@x', { mentions }))[0]).toEqual([andrey.userId]);
  });
});

describe('everybody (P7.36)', () => {
  test('is named by the owner and admins of a group, and by nobody else', async () => {
    const { sasha, andrey, maria, dialogId } = await stage();
    const ask = async (person: typeof sasha) =>
      kept(await person.say(dialogId, '@все', { mentions: ['all', sasha.userId] }))[0];
    expect(await ask(sasha)).toEqual(['all', sasha.userId]);
    expect(await ask(andrey)).toEqual(['all', sasha.userId]);
    expect(await ask(maria)).toEqual([sasha.userId]);
  });

  test('is nobody in a direct dialog, whoever began it', async () => {
    const { sasha, andrey } = await stage();
    const body = { name: 'Диалог', memberIds: [andrey.userId], kind: 'direct' };
    const { dialogId } = (await sasha.post('/dialogs', body)).body.data;
    expect(kept(await sasha.say(dialogId, '@все', { mentions: ['all'] }))[0]).toEqual([]);
  });
});

describe('an edit names anew (P7.37)', () => {
  test('with what it tells, by the same rules; the rest of the meta stays, and it alone is taken', async () => {
    const { sasha, andrey, maria, dialogId } = await stage();
    const said = await maria.say(dialogId, '@Андрей', { mentions: [andrey.userId], topic: 'x' });
    const meta = {
      mentions: [sasha.userId, 'all', 'usr_nobody'],
      mentionNames: { [sasha.userId]: 'Саша' },
      topic: 'y',
    };
    const ear = await andrey.connect();
    const edited = (await maria.patch(`/messages/${said.messageId}`, { content: '@Саша', meta })).body.data;
    const expected = { topic: 'x', mentions: [sasha.userId], mentionNames: { [sasha.userId]: 'Саша' } };
    expect(edited.meta).toEqual(expected);
    const told = await ear.hear('chat3:update');
    expect(told.data.message.meta).toEqual(expected);
  });

  test('within the room that a meta has (P7.22)', async () => {
    const { sasha, andrey, dialogId } = await stage();
    const meta = { mentions: [andrey.userId], mentionNames: { [andrey.userId]: 'Ы'.repeat(100) } };
    const long = await sasha.say(dialogId, 'раз', { topic: 'x'.repeat(4_000) });
    const answer = await sasha.patch(`/messages/${long.messageId}`, { content: '@Андрей', meta });
    expect([answer.status, answer.body.error]).toEqual([400, 'meta is too large (max 4 KiB)']);
  });

  test('without any, nobody is named', async () => {
    const { sasha, andrey, dialogId } = await stage();
    const said = await sasha.say(dialogId, '@Андрей', { mentions: [andrey.userId], topic: 'x' });
    const edited = (await sasha.patch(`/messages/${said.messageId}`, { content: 'никто' })).body.data;
    expect(edited.meta).toEqual({ topic: 'x' });
  });
});

test('a repeat is compared with what was asked for, and answers what was kept (P7.38)', async () => {
  const { sasha, andrey, maria, dialogId } = await stage();
  const body = {
    content: '@все',
    meta: { clientMessageId: 'A', mentions: ['all', andrey.userId, 'usr_nobody'] },
  };
  const path = `/messages/dialog/${dialogId}`;
  const first = await maria.post(path, body);
  await sasha.delete(`/dialogs/${dialogId}/members/${andrey.userId}`);
  const again = await maria.post(path, body);
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(kept(again.body.data)).toEqual([[andrey.userId], undefined]);
  const other = await maria.post(path, { ...body, meta: { ...body.meta, mentions: [andrey.userId] } });
  expect(other.status).toBe(409);
});
