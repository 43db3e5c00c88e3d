import { expect } from 'vitest';
import type { Answer, Json, Person } from './support.ts';

const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };

/** Asks as somebody, for what is no JSON. */
export function ask(person: Person, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${person.token}`, ...init.headers };
  return fetch(`${person.url}/api${path}`, { ...init, headers });
}

export async function failure(response: Response): Promise<[number, string]> {
  const { success, error } = (await response.json()) as Json;
  expect(success).toBe(false);
  return [response.status, error];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Begins an upload of so many bytes. */
export function begin(person: Person, name: string, length: number | string): Promise<Response> {
  const metadata = `filename ${base64(name)},filetype ${base64('text/html')}`;
  const headers = { ...TUS, 'upload-length': String(length), 'upload-metadata': metadata };
  return ask(person, '/files', { method: 'POST', headers });
}

export async function begun(person: Person, name: string, length: number): Promise<string> {
  const response = await begin(person, name, length);
  expect(response.status).toBe(201);
  const [, fileId = ''] =
    /^\/api\/files\/(file_[a-z0-9]{20})$/.exec(response.headers.get('location') ?? '') ?? [];
  expect(fileId).not.toBe('');
  return fileId;
}

export function send(person: Person, fileId: string, offset: number, bytes: Buffer): Promise<Response> {
  const headers = { ...BYTES, 'upload-offset': String(offset) };
  return ask(person, `/files/${fileId}`, { method: 'PATCH', headers, body: new Uint8Array(bytes) });
}

/** How much of an upload has come; undefined where there is none. */
export async function offsetOf(person: Person, fileId: string): Promise<number | undefined> {
  const { status, headers } = await ask(person, `/files/${fileId}`, { method: 'HEAD', headers: TUS });
  return status === 200 ? Number(headers.get('upload-offset')) : undefined;
}

export function end(person: Person, fileId: string): Promise<Response> {
  return ask(person, `/files/${fileId}`, { method: 'DELETE', headers: TUS });
}

/** Uploads all of it; answers the id. */
export async function upload(person: Person, name: string, bytes: Buffer): Promise<string> {
  const fileId = await begun(person, name, bytes.length);
  expect((await send(person, fileId, 0, bytes)).status).toBe(204);
  return fileId;
}

/** The same, and what the server says of it. */
export async function attachment(person: Person, name: string, bytes: Buffer): Promise<Json> {
  return (await person.get(`/files/${await upload(person, name, bytes)}`)).body.data;
}

export function postFiles(
  person: Person,
  dialogId: string,
  fileIds: string[],
  message: { content?: string; meta?: object } = {},
): Promise<Answer> {
  const { content = '', meta = {} } = message;
  const attachments = fileIds.map((fileId) => ({ fileId }));
  return person.post(`/messages/dialog/${dialogId}`, { content, meta: { ...meta, attachments } });
}

export async function contentOf(person: Person, fileId: string, part = 'content'): Promise<Buffer> {
  const response = await ask(person, `/files/${fileId}/${part}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

export const statusOf = async (person: Person, path: string) => (await ask(person, path)).status;
