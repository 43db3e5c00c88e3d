import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attachment, begun, contentOf, postFiles, statusOf, upload } from './filesSupport.ts';
import { cast, ELENA, type Json, type Person, signIn, stranger, temporaryDirectory } from './support.ts';

const text = (length: number) => randomBytes(length);
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const attachmentsOf = (message: Json) => message.meta.attachments;

/** Whether somebody sees it, by each of the ways. */
async function sees(person: Person, fileId: string): Promise<boolean> {
  const statuses = [
    await statusOf(person, `/files/${fileId}`),
    await statusOf(person, `/files/${fileId}/content`),
  ];
  expect([
    [200, 200],
    [404, 404],
  ]).toContainEqual(statuses);
  return statuses[0] === 200;
}

test('a message carries what the server knows of its files, wherever it is read (P7.44)', async () => {
  const { sasha, andrey } = await cast();
  const dialogId = await sasha.group(andrey);
  const ear = await andrey.connect();
  const image = await attachment(sasha, 'точка.png', PIXEL);
  expect(image).toMatchObject({ kind: 'image', mimeType: 'image/png', width: 1, height: 1, preview: true });
  const file = await attachment(sasha, 'b.bin', text(20));
  const meta = {
    clientMessageId: 'c1',
    attachments: [{ ...image, name: 'bank.exe', bytes: 1 }, { fileId: file.fileId }],
  };
  const path = `/messages/dialog/${dialogId}`;
  const posted = await sasha.post(path, { content: '', type: 'text', meta });
  expect(posted.status).toBe(201);
  expect(posted.body.data).toMatchObject({ content: '', type: 'file', meta: { clientMessageId: 'c1' } });
  const whole = [image, file];
  expect(attachmentsOf(posted.body.data)).toEqual(whole);
  expect(attachmentsOf(await ear.hear('message:new'))).toEqual(whole);
  expect(attachmentsOf((await andrey.get(`/messages/${posted.body.data.messageId}`)).body.message)).toEqual(
    whole,
  );
  expect(attachmentsOf((await andrey.get(`${path}?since=1`)).body.data[0])).toEqual(whole);
  expect(
    attachmentsOf((await andrey.get('/dialogs?includeLastMessage=true')).body.data[0].lastMessage),
  ).toEqual(whole);
  expect((await postFiles(sasha, dialogId, [image.fileId], { content: 'подпись' })).body.data).toMatchObject({
    content: 'подпись',
    type: 'image',
  });

  // A repeat is known by what was sent, and says it again with other words of the client as another one.
  const again = await sasha.post(path, { content: '', type: 'text', meta });
  expect([again.status, again.body.data.messageId]).toEqual([200, posted.body.data.messageId]);
  expect(attachmentsOf(again.body.data)).toEqual(whole);
  const other = { ...meta, attachments: [{ fileId: file.fileId }] };
  expect((await sasha.post(path, { content: '', type: 'text', meta: other })).status).toBe(409);
});

test('a post names files that are whole and seen by its sender, each once, at most ten (P7.44)', async () => {
  const { sasha, andrey, maria } = await cast();
  const dialogId = await sasha.group(andrey);
  const refusal = async (person: Person, attachments: unknown, meta: object = {}) => {
    const body = { content: '', meta: { attachments, ...meta } };
    const { status, body: said } = await person.post(`/messages/dialog/${dialogId}`, body);
    return [status, said.error];
  };
  const fileId = await upload(sasha, 'a', text(10));
  const foreign = await upload(maria, 'a', text(10));
  const open = await begun(sasha, 'a', 10);
  for (const id of [foreign, open, 'file_unknown', '../a', `${fileId} `]) {
    expect(await refusal(sasha, [{ fileId }, { fileId: id }])).toEqual([404, 'File not found']);
  }
  const list = 'meta.attachments must be a list of files';
  for (const malformed of [{}, 'x', [fileId], [{ fileId: 1 }], [{}], [{ fileId: '' }], [null]]) {
    expect(await refusal(sasha, malformed)).toEqual([400, list]);
  }
  expect(await refusal(sasha, [{ fileId }, { fileId }])).toEqual([400, 'A file is named twice']);
  const eleven = Array.from({ length: 11 }, (_, index) => ({ fileId: `file_${index}` }));
  expect(await refusal(sasha, eleven)).toEqual([400, 'A message can have at most 10 files']);
  for (const none of [[], undefined])
    expect(await refusal(sasha, none)).toEqual([400, 'Message content is required']);
  const padded = [{ fileId, note: 'x'.repeat(4_100) }];
  expect(await refusal(sasha, padded)).toEqual([400, 'meta is too large (max 4 KiB)']);
  expect((await refusal(maria, [{ fileId: foreign }]))[0]).toBe(403);
  // Nothing of all this has named it.
  expect(await sees(andrey, fileId)).toBe(false);
  expect((await sasha.get(`/messages/dialog/${dialogId}`)).body.data).toHaveLength(1);
  const ten: string[] = [];
  for (let one = 0; one < 10; one += 1) ten.push(await upload(sasha, `${one}`, text(5)));
  expect(attachmentsOf((await postFiles(sasha, dialogId, ten)).body.data)).toHaveLength(10);
});

test('who has a file in one dialog posts it in another; membership is asked at every request (P7.44, P7.46)', async () => {
  const { url, sasha, andrey, maria } = await cast();
  const elena = await signIn(url, ELENA);
  const bytes = text(50);
  const fileId = await upload(sasha, 'a.bin', bytes);
  const first = await sasha.group(andrey);
  const second = await andrey.group(maria);
  expect((await postFiles(andrey, second, [fileId])).status).toBe(404);
  await postFiles(sasha, first, [fileId]);
  expect(await sees(maria, fileId)).toBe(false);
  expect((await postFiles(maria, second, [fileId])).status).toBe(404);
  expect((await postFiles(andrey, second, [fileId])).body.data.meta.attachments[0].fileId).toBe(fileId);
  expect((await contentOf(maria, fileId)).equals(bytes)).toBe(true);
  expect(await sees(elena, fileId)).toBe(false);

  await sasha.delete(`/dialogs/${first}/members/${andrey.userId}`);
  // By the other dialog.
  expect(await sees(andrey, fileId)).toBe(true);
  await andrey.delete(`/dialogs/${second}/members/${maria.userId}`);
  expect(await sees(maria, fileId)).toBe(false);
  await andrey.delete(`/dialogs/${second}`);
  expect(await sees(andrey, fileId)).toBe(false);
  expect((await postFiles(andrey, await andrey.group(), [fileId])).status).toBe(404);
  expect(await sees(sasha, fileId)).toBe(true);
});

test('with the last message that names it a file goes, its bytes and its preview too (P7.46)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey } = await cast({ dataDir });
  const { fileId } = await attachment(sasha, 'точка.png', PIXEL);
  const places = [join(dataDir, 'files', fileId), join(dataDir, 'files', `${fileId}.webp`)];
  const areThere = () => places.map((place) => existsSync(place));
  const dialogId = await sasha.group(andrey);
  const one = (await postFiles(sasha, dialogId, [fileId])).body.data.messageId;
  const other = (await postFiles(andrey, await andrey.group(), [fileId])).body.data.messageId;
  const removed = await sasha.delete(`/messages/${one}`);
  expect(removed.body.data).toMatchObject({ content: '', meta: {} });
  expect(await sees(andrey, fileId)).toBe(true);
  expect(areThere()).toEqual([true, true]);
  expect((await andrey.delete(`/messages/${other}`)).status).toBe(200);
  await expect.poll(areThere).toEqual([false, false]);
  expect(await sees(sasha, fileId)).toBe(false);
  expect((await postFiles(sasha, dialogId, [fileId])).status).toBe(404);
  const rows = await (await stranger(dataDir)).rows('select * from files');
  expect(rows).toEqual([]);
});

test('the files of a deleted dialog go with its messages (P7.46, P7.19)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey } = await cast({ dataDir });
  const [fileId, kept] = [await upload(sasha, 'a', text(10)), await upload(sasha, 'b', text(10))];
  const dialogId = await sasha.group(andrey);
  await postFiles(sasha, dialogId, [fileId, kept]);
  await postFiles(sasha, await sasha.group(), [kept]);
  await sasha.delete(`/dialogs/${dialogId}`);
  expect(await statusOf(andrey, `/files/${fileId}`)).toBe(404);
  await expect.poll(() => existsSync(join(dataDir, 'files', fileId))).toBe(false);
  expect((await contentOf(sasha, kept)).length).toBe(10);
});

test('a file that is posted while its last other message goes stays (P7.46)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey } = await cast({ dataDir });
  const dialogs = [await sasha.group(andrey), await andrey.group(sasha)];
  for (let round = 0; round < 10; round += 1) {
    const fileId = await upload(sasha, 'a', text(10));
    const { messageId } = (await postFiles(sasha, dialogs[0] ?? '', [fileId])).body.data;
    const [again] = await Promise.all([
      postFiles(andrey, dialogs[1] ?? '', [fileId]),
      sasha.delete(`/messages/${messageId}`),
    ]);
    // The one was faster or the other.
    expect([201, 404]).toContain(again.status);
    if (again.status === 201) expect((await contentOf(sasha, fileId)).length).toBe(10);
    else expect(await sees(andrey, fileId)).toBe(false);
  }
});
