import { io, type Socket } from 'socket.io-client';

/** Requests at a time while people sign in. */
const AT_ONCE = 16;

export interface SignedIn {
  token: string;
  userId: string;
}

export async function ask<Answer>(
  url: string,
  verb: string,
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api${path}`, {
    method: verb,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${verb} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** So many people who have registered at a demo server. */
export function signInMany(url: string, count: number): Promise<SignedIn[]> {
  return inTurns(
    Array.from({ length: count }, (_, index) => String(79_100_000_000 + index)),
    async (phone) => {
      await ask(url, 'POST', '/auth/request-code', { body: { phone, name: `Человек ${phone}` } });
      const signedIn = await ask<{ token: string; user: { userId: string } }>(
        url,
        'POST',
        '/auth/verify-code',
        { body: { phone, code: '1234' } },
      );
      return { token: signedIn.token, userId: signedIn.user.userId };
    },
  );
}

/** The results in the order of the items. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = AT_ONCE,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** A socket as our client opens it; resolves when it was greeted, to null when it could not connect in time. */
export function connect(url: string, token: string | undefined, timeoutMs: number): Promise<Socket | null> {
  const socket = io(url, {
    auth: { token, features: ['changes'] },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: timeoutMs,
  });
  return new Promise((resolve) => {
    const fail = () => {
      clearTimeout(limit);
      socket.disconnect();
      resolve(null);
    };
    const limit = setTimeout(fail, timeoutMs);
    socket.once('server:hello', () => {
      clearTimeout(limit);
      resolve(socket);
    });
    socket.once('connect_error', fail);
    socket.once('disconnect', fail);
  });
}
