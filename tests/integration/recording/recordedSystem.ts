/**
 * The recorded system in memory: its answers, its rows and its events, word for word, to engines that write what the
 * recorded people wrote. Only the ids that a client makes are the engine's instead of the recorded client's.
 */
import {
  type ChatSocketFactory,
  type ChatSocketHandlers,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  TransportError,
} from '../../../src/main/chat/ports.ts';
import type { User } from '../../../src/shared/domain.ts';
import {
  eventsOf,
  type RecordedEntry,
  type RecordedEvent,
  type RecordedRequest,
  requestsOf,
} from '../../fixtures/recordings/recording.ts';
import type { VirtualClock } from '../../simulation/virtualClock.ts';

export type Who = 'A' | 'B' | 'B, second device';

interface Row extends Record<string, unknown> {
  messageId: string;
  content: string;
  createdAt: string;
  meta: { clientMessageId?: string };
}

const post = /^\/api\/messages\/dialog\/[^/?]+$/;
const path = (request: { path: string }) => request.path.split('?')[0] ?? '';
const isPost = ({ request }: RecordedRequest) => request.method === 'POST' && post.test(request.path);
const rowOf = ({ answer }: RecordedRequest) => (answer as { data: Row }).data;
const personOf = (who: string) => who.charAt(0);

export function createRecordedSystem(log: RecordedEntry[], clock: VirtualClock) {
  const startedAt = clock.now();
  const requests = requestsOf(log);
  const copies = eventsOf(log).filter(({ event }) => event === 'message:new');
  const posts = requests.filter(isPost);
  const signIns = new Map(
    requests
      .filter(({ request }) => request.path === '/api/auth/verify-code')
      .map(({ who, answer }) => [who, answer as { token: string; user: User }]),
  );
  const listeners = new Map<Who, ChatSocketHandlers>();
  const stored: RecordedRequest[] = [];
  /** Recorded ids of messages at the client → the engine's. */
  const ids = new Map<string, string>();
  const unexpected: string[] = [];

  const translated = <Value>(value: Value): Value => {
    const text = JSON.stringify(value).replace(
      /("clientMessageId":)"([^"]+)"/g,
      (_, name: string, id: string) => `${name}"${ids.get(id) ?? id}"`,
    );
    return JSON.parse(text) as Value;
  };
  const answer = (status: number, body: unknown): HttpResponse => ({ status, body, retryAfterMs: null });
  const success = (fields: object) => answer(200, { success: true, ...fields });
  const elapsed = () => clock.now() - startedAt;

  function hear(who: Who, { event, payload }: RecordedEvent): void {
    listeners.get(who)?.onEvent(event, translated(payload));
  }

  /** Stored now; its copies follow as far behind as they did. */
  function store(recorded: RecordedRequest): void {
    stored.push(recorded);
    const { messageId } = rowOf(recorded);
    for (const copy of copies) {
      if ((copy.payload as Row).messageId !== messageId) continue;
      clock.schedule(copy.at - recorded.at, () => hear(copy.who as Who, copy));
    }
  }

  async function takePost(who: Who, body: { content: string; meta: Row['meta'] }): Promise<HttpResponse> {
    const recorded = posts.find(
      (entry) =>
        entry.who === personOf(who) && rowOf(entry).content === body.content && !stored.includes(entry),
    );
    if (recorded === undefined) return unknown(`POST of “${body.content}”`);
    const recordedId = rowOf(recorded).meta.clientMessageId;
    if (recordedId !== undefined) ids.set(recordedId, String(body.meta.clientMessageId));
    store(recorded);
    await new Promise<void>((resolve) => clock.schedule(recorded.tookMs, resolve));
    return answer(recorded.status, translated(recorded.answer));
  }

  /** As the histories have it: no meta, and the statuses where one was recorded. */
  function historyRow(recorded: RecordedRequest): Row {
    const { messageId } = rowOf(recorded);
    const listed = requests
      .filter(
        (entry) => entry.at <= elapsed() && entry.request.method === 'GET' && post.test(path(entry.request)),
      )
      .flatMap((entry) => (entry.answer as { data: Row[] }).data)
      .findLast((row) => row.messageId === messageId);
    return listed ?? { ...rowOf(recorded), meta: {} };
  }

  function history(query: URLSearchParams): HttpResponse {
    const [page, limit] = [Number(query.get('page')), Number(query.get('limit'))];
    const rows = stored.map(historyRow).sort((a, b) => byTime(b, a) || byId(a, b));
    const data = rows.slice((page - 1) * limit, page * limit);
    const pages = Math.ceil(rows.length / limit);
    return success({ data, pagination: { page, limit, total: rows.length, pages } });
  }

  /** The last recorded answer to the same question, with the newest message there is. */
  function dialogList(): HttpResponse {
    const asked = requests.filter(
      ({ request }) => request.method === 'GET' && path(request) === '/api/dialogs',
    );
    const recorded = asked.findLast(({ at }) => at <= elapsed()) ?? asked[0];
    const { data, ...rest } = (recorded as RecordedRequest).answer as { data: Record<string, unknown>[] };
    const newest = stored
      .map(rowOf)
      .reduce<Row | null>(
        (best, row) => (best === null || row.createdAt > best.createdAt ? row : best),
        null,
      );
    if (newest === null) return success({ data, ...rest });
    const { content, createdAt } = newest;
    const lastMessage = { content, senderId: newest['senderId'], type: 'text', createdAt };
    return success({
      ...rest,
      data: data.map((item) => ({ ...item, lastMessage, lastInteractionAt: createdAt })),
    });
  }

  function unknown(what: string): HttpResponse {
    unexpected.push(what);
    return answer(404, { success: false, error: 'Route not found' });
  }

  async function respond(who: Who, request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    const question = `${request.method} ${url.pathname}`;
    if (post.test(url.pathname))
      return request.method === 'POST'
        ? takePost(who, JSON.parse(request.body ?? '{}'))
        : history(url.searchParams);
    if (question === 'GET /api/dialogs') return dialogList();
    const users = [...signIns.values()].map(({ user }) => user);
    if (question === 'GET /api/users') {
      const data = users.filter(({ userId }) => userId !== signIns.get(personOf(who))?.user.userId);
      return success({ data, total: data.length });
    }
    // Oneself is in no list: each asks for it by id, as the recorded client did not.
    const asked = users.find(({ userId }) => question === `GET /api/users/${userId}`);
    if (asked !== undefined) return success({ data: asked });
    if (url.pathname.endsWith('/status/read')) return success({ message: 'Status updated' });
    const body = request.body === undefined ? '' : JSON.stringify(JSON.parse(request.body));
    const recorded = requests.find(
      (entry) =>
        `${entry.request.method} ${entry.request.path}` === question &&
        (request.method !== 'POST' || JSON.stringify(entry.request.body) === body),
    );
    return recorded === undefined ? unknown(question) : answer(recorded.status, recorded.answer);
  }

  const http =
    (who: Who): HttpClient =>
    (request) =>
      new Promise((resolve, reject) => {
        clock.schedule(5, () => {
          respond(who, request).then(resolve, (error: unknown) => reject(new TransportError('reset', error)));
        });
      });

  const createSocket =
    (who: Who): ChatSocketFactory =>
    ({ handlers }) => ({
      connect() {
        listeners.set(who, handlers);
        clock.schedule(5, () => handlers.onConnect());
      },
      disconnect: () => void listeners.delete(who),
      dispose: () => void listeners.delete(who),
      emit: () => {},
      emitWithAck: () => Promise.reject(new TransportError('timeout')),
      probe: () => Promise.resolve(true),
      id: who,
      listenerCount: 1,
    });

  return {
    http,
    createSocket,
    signedIn: (who: Who) => signIns.get(personOf(who)) as { token: string; user: User },
    hear,
    /** Somebody without an engine posts. */
    store,
    /** Questions that the recording has no answer to. */
    unexpected,
    /** In the order in which the old web client shows its histories. */
    rows: () => posts.map(rowOf).sort((a, b) => byTime(a, b) || byId(a, b)),
  };
}

const byTime = (a: Row, b: Row) => Number(a.createdAt > b.createdAt) - Number(a.createdAt < b.createdAt);
/** Of one time, those stored first are listed first. */
const byId = (a: Row, b: Row) => String(a['_id']).localeCompare(String(b['_id']));
