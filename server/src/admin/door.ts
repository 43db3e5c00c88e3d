/**
 * How the administrator's command reaches a running server: a socket in the data folder, for the server's own account alone, since
 * the folder is locked for a second process (docs/decisions/0031-administration.md).
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { ServerContext } from '../context.ts';
import { AdminError } from './adminError.ts';
import {
  type AdminAnswer,
  type AdminRequest,
  administer,
  answerSchema,
  requestSchema,
} from './administration.ts';

const refusalSchema = z.object({ error: z.string() });
const pathOf = (dataDir: string) => join(resolve(dataDir), 'chat3.admin');

/**
 * Listens until the returned function is called. Where there can be no such socket, as in a folder of a very long name, that is
 * logged: administration then needs the server stopped.
 */
export async function openDoor(context: ServerContext, dataDir: string): Promise<() => Promise<void>> {
  const path = pathOf(dataDir);
  const server = createServer((incoming, answer) => void serve(context, incoming, answer));
  // What lies there is of a server that crashed: the folder is this one's.
  rmSync(path, { force: true });
  const fault = await new Promise<Error | undefined>((settle) => {
    server.once('error', settle);
    server.listen(path, () => settle(undefined));
  });
  if (fault) {
    context.log.warn({ err: fault }, 'administration needs this server stopped');
    return async () => undefined;
  }
  chmodSync(path, 0o600);
  return () => new Promise((closed) => void server.close(() => closed()));
}

async function serve(
  context: ServerContext,
  incoming: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const send = (status: number, body: AdminAnswer | z.infer<typeof refusalSchema>) => {
    answer.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    answer.end(JSON.stringify(body));
  };
  try {
    send(200, await administer(context, requestSchema.parse(await json(incoming))));
  } catch (error) {
    if (error instanceof AdminError) {
      send(400, { error: error.message });
      return;
    }
    context.log.error({ err: error }, 'a command of the administrator failed');
    send(500, { error: 'The server failed at it; its log says why.' });
  }
}

/** Undefined where no server of this folder is running. Throws AdminError with its refusal. */
export async function askServer(dataDir: string, asked: AdminRequest): Promise<AdminAnswer | undefined> {
  const response = await new Promise<IncomingMessage | undefined>((settle, fail) => {
    const outgoing = request({ socketPath: pathOf(dataDir), method: 'POST' }, settle);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') {
        fail(new AdminError('Only the account that the server runs under may administer it.'));
      } else if (['ENOENT', 'ECONNREFUSED', 'EINVAL', 'ENAMETOOLONG'].includes(error.code ?? '')) {
        settle(undefined);
      } else fail(error);
    });
    outgoing.end(JSON.stringify(asked));
  });
  if (!response) return undefined;
  const body = await json(response);
  if (response.statusCode === 200) return answerSchema.parse(body);
  throw new AdminError(refusalSchema.parse(body).error);
}
