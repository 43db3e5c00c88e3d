/** A member without an engine: arranges the stage over plain REST, straight to the server, and reads the truth there. */
import type { User } from '../../src/shared/domain.ts';
import { tieOf } from '../../src/shared/tie.ts';
import { toTime } from '../../src/shared/wire/values.ts';
import type { ServerRow } from './checker.ts';

export interface SignedIn {
  user: User;
  token: string;
  refreshToken: string | null;
}

/** Signs up, or in: both servers know the code 1234 here. */
export async function signIn(server: string, phone: string, name: string): Promise<SignedIn> {
  await call(server, null, 'POST', '/auth/request-code', { phone, name });
  const answer = await call(server, null, 'POST', '/auth/verify-code', { phone, code: '1234' });
  const { token, refreshToken = null } = answer;
  return { user: { ...answer.user, name }, token, refreshToken };
}

export type Observer = Awaited<ReturnType<typeof createObserver>>;

export async function createObserver(server: () => string) {
  const first = await signIn(server(), '79009999999', 'Observer');
  let token = first.token;
  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    try {
      return await call(server(), token, method, path, body);
    } catch (error) {
      if (!String(error).includes(': 401 ')) throw error;
      ({ token } = await signIn(server(), '79009999999', 'Observer'));
      return call(server(), token, method, path, body);
    }
  };

  let route = (dialogId: string) => `/messages/dialog/${dialogId}`;

  /** Of a dialog's messages, by the route that the server has (P8.4). */
  async function ofMessages(method: string, dialogId: string, query: string, body?: object): Promise<Answer> {
    try {
      return await ask(method, route(dialogId) + query, body);
    } catch (error) {
      if (!String(error).includes('Route not found')) throw error;
      route = (id) => `/dialog/${id}/messages`;
      return ask(method, route(dialogId) + query, body);
    }
  }

  /** What became of a message, and who reacted with what. */
  async function nowOf(id: string, raw: Answer['data']): Promise<ServerRow['now']> {
    const hasReactions = Object.keys(raw.reactionCounts ?? {}).length > 0;
    const { reactions } = hasReactions ? await ask('GET', `/messages/${id}/reactions`) : noReactions;
    return {
      text: raw.content,
      removed: raw.deletedAt !== undefined,
      reactions: reactions.reactions.map(({ userId, reaction }) => ({ userId, emoji: reaction })),
    };
  }

  async function rows(dialogId: string, withChanges: boolean): Promise<ServerRow[]> {
    const found = new Map<string, ServerRow>();
    for (let page = 1; ; page++) {
      const { data, pagination } = await ofMessages('GET', dialogId, `?page=${page}&limit=100`);
      for (const raw of data) {
        const id = [raw.messageId, raw.id, raw._id].find((name) => String(name).startsWith('msg_'));
        const { content } = raw;
        const tie = tieOf(raw.createdAt, id, [raw._id, raw.id]);
        const now = withChanges ? await nowOf(id, raw) : undefined;
        found.set(id, { id, dialogId, content, createdAt: toTime(raw.createdAt) ?? 0, tie, now });
      }
      if (page >= Number(pagination.pages)) return [...found.values()];
    }
  }

  return {
    user: first.user,
    async createDialog(name: string, memberIds: string[]): Promise<string> {
      return (await ask('POST', '/dialogs', { name, memberIds })).data.dialogId;
    },
    async post(dialogId: string, content: string): Promise<void> {
      await ofMessages('POST', dialogId, '', { content, meta: {} });
    },
    /** The newest hundred of a dialog, as the server tells them. */
    newest: async (dialogId: string) => (await ofMessages('GET', dialogId, '?page=1&limit=100')).data,
    /** Everything that the server has of these dialogs; with what became of it, where that is asked for. */
    async truth(dialogIds: string[], withChanges = false): Promise<ServerRow[]> {
      const all: ServerRow[] = [];
      for (const dialogId of dialogIds) all.push(...(await rows(dialogId, withChanges)));
      return all;
    },
    ask,
  };
}

interface Answer {
  token: string;
  refreshToken?: string;
  user: User;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the few fields it knows
  data: any;
  pagination: { pages: number | string };
  reactions: { reactions: { userId: string; reaction: string }[] };
}

const noReactions: Pick<Answer, 'reactions'> = { reactions: { reactions: [] } };

export async function call(
  server: string,
  token: string | null,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${server}/api${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
