/** The typed API client: the calls of docs/protocol.md as functions. Every failure is an ApiError. */
import type { ErrorCode, User } from '../../../shared/domain.ts';
import type { MentionMeta } from '../../../shared/mentions.ts';
import type {
  RemoteChanges,
  RemoteDialog,
  RemoteDialogDetails,
  RemoteDialogPage,
  RemoteMember,
  RemoteMessage,
  RemoteMessagePage,
  RemoteSession,
  RemoteSignIn,
  StatusTime,
} from '../../../shared/remote.ts';
import {
  errorCodeOf,
  parseChanges,
  parseCodeRequest,
  parseDialogAnswer,
  parseDialogDetails,
  parseDialogPage,
  parseErrorName,
  parseErrorSentence,
  parseMembers,
  parseMessageAnswer,
  parseMessagePage,
  parseReactions,
  parseRefresh,
  parseSessions,
  parseSignIn,
  parseStatusTimes,
  parseUser,
  parseUserPage,
} from '../../../shared/wire.ts';
import {
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  TransportError,
  type TransportFailure,
} from '../ports.ts';
import type { Pace } from './pace.ts';
import { createAlternatives } from './routes.ts';
import { turnOf } from './turns.ts';
import { readUserPages } from './userPages.ts';

/** Where nothing is known of the server yet. */
const usualTimeoutMs = 15_000;
const unpaced: Pick<Pace, 'run'> = { run: (_request, task) => task(usualTimeoutMs) };

export class ApiError extends Error {
  readonly code: ErrorCode;
  /** null: no answer came, or one that could not be understood. */
  readonly status: number | null;
  readonly failure: TransportFailure | null;
  /** The old backend hides the status of the service behind it in the sentence of a 500. */
  readonly upstreamStatus: number | null;
  readonly retryAfterMs: number | null;
  /** The server's own words, for telling its 401s apart; never shown. */
  readonly sentence: string | null;
  /** The `code` of our server's failures (P2.9). */
  readonly serverCode: string | null;

  constructor(details: {
    code: ErrorCode;
    status?: number;
    failure?: TransportFailure;
    upstreamStatus?: number | null;
    retryAfterMs?: number | null;
    sentence?: string | null;
    serverCode?: string | null;
    cause?: unknown;
  }) {
    super(`API call failed: ${details.code}`, { cause: details.cause });
    this.name = 'ApiError';
    this.code = details.code;
    this.status = details.status ?? null;
    this.failure = details.failure ?? null;
    this.upstreamStatus = details.upstreamStatus ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.sentence = details.sentence ?? null;
    this.serverCode = details.serverCode ?? null;
  }
}

/** No answer in time, or the server says that it waited for the service behind it in vain. */
export function isTooSlow(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.failure === 'timeout') return true;
  const status = error.upstreamStatus ?? error.status ?? 0;
  return [408, 504].includes(status) || /timeout of \d+ ?ms exceeded/i.test(error.sentence ?? '');
}

const codeOfFailure: Record<TransportFailure, ErrorCode> = {
  refused: 'connectionRefused',
  dns: 'hostNotFound',
  timeout: 'timeout',
  reset: 'connectionLost',
  certificate: 'certificateInvalid',
  proxy: 'proxyFailed',
  aborted: 'connectionLost',
};

/** No answer came. */
export function unanswered(error: unknown): ApiError {
  const { failure, code } = error instanceof TransportError ? error : new TransportError('reset', error);
  return new ApiError({ code: code ?? codeOfFailure[failure], failure, cause: error });
}

/** The answer is a failure. */
export function refused({ status, body, retryAfterMs }: HttpResponse): ApiError {
  const sentence = parseErrorSentence(body);
  return new ApiError({
    code: errorCodeOf(sentence, status),
    status,
    upstreamStatus: upstreamStatusOf(sentence),
    retryAfterMs,
    sentence,
    serverCode: parseErrorName(body),
  });
}

export interface NewMessage {
  content: string;
  clientMessageId: string;
  /** What else it carries. */
  meta: Record<string, unknown>;
}

export type RestClient = ReturnType<typeof createRestClient>;

export function createRestClient(options: {
  http: HttpClient;
  server: string;
  token: () => string | null;
  pace?: Pick<Pace, 'run'>;
  /** Somebody waits for what is fetched of this dialog. */
  isUrgent?(dialogId: string): boolean;
  /** A request succeeded: the server can be reached. */
  onAnswered?(): void;
}) {
  const { pace = unpaced, isUrgent = () => true } = options;

  const request = async (
    method: HttpRequest['method'],
    path: string,
    body: Record<string, unknown> | undefined,
    timeoutMs: number,
  ): Promise<unknown> => {
    const token = options.token();
    const response = await options
      .http({
        method,
        url: `${options.server}/api${path}`,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        timeoutMs,
      })
      .catch((error: unknown) => {
        throw unanswered(error);
      });
    if (response.status < 200 || response.status >= 300) throw refused(response);
    options.onAnswered?.();
    return response.body;
  };

  const ask = async <Result>(
    parse: (body: unknown) => Result,
    method: HttpRequest['method'],
    path: string,
    body?: Record<string, unknown>,
  ): Promise<Result> => {
    const turn = turnOf(method, path, isUrgent);
    const answer = await pace.run(turn, (timeoutMs) => request(method, path, body, timeoutMs));
    try {
      return parse(answer);
    } catch (cause) {
      throw new ApiError({ code: 'serverFailed', cause });
    }
  };

  const nothing = () => undefined;
  const part = encodeURIComponent;
  /** Where the messages of a dialog are: the newest of the old servers have moved them (P8.5). */
  const messagesAt = createAlternatives(['/messages/dialog/:id', '/dialog/:id/messages'], isRouteMissing);
  const messages = (dialogId: string, query: string) =>
    messagesAt((route) => ask(parseMessagePage, 'GET', `${route.replace(':id', part(dialogId))}?${query}`));

  return {
    requestCode: (phone: string, name?: string): Promise<{ invitedOnly: boolean }> =>
      ask(parseCodeRequest, 'POST', '/auth/request-code', { phone, ...(name === undefined ? {} : { name }) }),
    /** `device` tells this sign-in from the others of the person. */
    verifyCode: (phone: string, code: string, device?: string): Promise<RemoteSignIn> =>
      ask(parseSignIn, 'POST', '/auth/verify-code', {
        phone,
        code,
        ...(device === undefined ? {} : { device }),
      }),
    me: (): Promise<User> => ask(parseUser, 'GET', '/auth/me'),
    logOut: (): Promise<undefined> => ask(nothing, 'POST', '/auth/logout', {}),
    refresh: (refreshToken: string): Promise<Pick<RemoteSignIn, 'token' | 'refreshToken'>> =>
      ask(parseRefresh, 'POST', '/auth/refresh', { refreshToken }),

    sessions: (): Promise<RemoteSession[]> => ask(parseSessions, 'GET', '/auth/sessions'),
    endSession: (sessionId: string): Promise<undefined> =>
      ask(nothing, 'DELETE', `/auth/sessions/${part(sessionId)}`),
    rename: (name: string): Promise<User> => ask(parseUser, 'PATCH', '/users/me', { name }),
    /** To the own number and to this one (P7.26). */
    requestPhoneCodes: (phone: string): Promise<undefined> =>
      ask(nothing, 'POST', '/users/me/phone', { phone }),
    changePhone: (phone: string, oldCode: string, newCode: string): Promise<User> =>
      ask(parseUser, 'POST', '/users/me/phone', { phone, oldCode, newCode }),

    /** What `search` means differs with the server; see `createPeople`. */
    users: (search: string, limit: number): Promise<User[]> =>
      readUserPages(limit, (page) =>
        ask(parseUserPage, 'GET', `/users?search=${part(search)}&limit=${limit}${page}`),
      ),
    user: (userId: string): Promise<User> => ask(parseUser, 'GET', `/users/${part(userId)}`),

    dialogs: (page: number, limit: number): Promise<RemoteDialogPage> =>
      ask(parseDialogPage, 'GET', `/dialogs?page=${page}&limit=${limit}&includeLastMessage=true`),
    dialog: (dialogId: string): Promise<RemoteDialogDetails> =>
      ask(parseDialogDetails, 'GET', `/dialogs/${part(dialogId)}`),
    members: (dialogId: string): Promise<RemoteMember[]> =>
      ask(parseMembers, 'GET', `/dialogs/${part(dialogId)}/members`),
    createDialog: (name: string, memberIds: string[], kind: 'direct' | 'group'): Promise<RemoteDialog> =>
      ask(parseDialogAnswer, 'POST', '/dialogs', { name, memberIds, kind }),
    deleteDialog: (dialogId: string): Promise<undefined> =>
      ask(nothing, 'DELETE', `/dialogs/${part(dialogId)}`),
    renameDialog: (dialogId: string, name: string): Promise<undefined> =>
      ask(nothing, 'PATCH', `/dialogs/${part(dialogId)}`, { name }),
    addMember: (dialogId: string, userId: string): Promise<undefined> =>
      ask(nothing, 'POST', `/dialogs/${part(dialogId)}/members`, { userId }),
    removeMember: (dialogId: string, userId: string): Promise<undefined> =>
      ask(nothing, 'DELETE', `/dialogs/${part(dialogId)}/members/${part(userId)}`),
    setRole: (dialogId: string, userId: string, role: 'admin' | 'member'): Promise<undefined> =>
      ask(nothing, 'PATCH', `/dialogs/${part(dialogId)}/members/${part(userId)}`, { role }),
    changes: (dialogId: string, sinceRev: number): Promise<RemoteChanges> =>
      ask(
        (body) => parseChanges(body, dialogId),
        'GET',
        `/dialogs/${part(dialogId)}/changes?since=${sinceRev}`,
      ),

    /** Newest first. */
    messagePage: (dialogId: string, page: number, limit: number): Promise<RemoteMessagePage> =>
      messages(dialogId, `page=${page}&limit=${limit}`),
    /** Ascending; only where the server has `seq`. */
    messagesSince: (dialogId: string, seq: number, limit: number): Promise<RemoteMessagePage> =>
      messages(dialogId, `since=${seq}&limit=${limit}`),
    /** Descending; only where the server has `seq`. */
    messagesBefore: (dialogId: string, seq: number, limit: number): Promise<RemoteMessagePage> =>
      messages(dialogId, `before=${seq}&limit=${limit}`),
    message: (messageId: string): Promise<RemoteMessage> =>
      ask(parseMessageAnswer, 'GET', `/messages/${part(messageId)}`),
    /** null: the server does not tell. */
    statusTimes: (messageId: string): Promise<StatusTime[] | null> =>
      ask(parseStatusTimes, 'GET', `/messages/${part(messageId)}`),
    sendMessage: (dialogId: string, message: NewMessage): Promise<RemoteMessage> =>
      // A route that is missing has stored nothing, so the other one is no second send.
      messagesAt((route) =>
        ask(parseMessageAnswer, 'POST', route.replace(':id', part(dialogId)), {
          content: message.content,
          ...(message.meta['attachments'] === undefined ? typeOfText(route) : {}),
          meta: { ...message.meta, clientMessageId: message.clientMessageId },
        }),
      ),

    /** Both only where the server has `edit`. */
    editMessage: (messageId: string, content: string, meta: MentionMeta): Promise<RemoteMessage> =>
      ask(parseMessageAnswer, 'PATCH', `/messages/${part(messageId)}`, {
        content,
        ...(Object.keys(meta).length === 0 ? {} : { meta }),
      }),
    removeMessage: (messageId: string): Promise<RemoteMessage> =>
      ask(parseMessageAnswer, 'DELETE', `/messages/${part(messageId)}`),

    reactions: (messageId: string): Promise<{ userId: string; reaction: string }[]> =>
      ask(parseReactions, 'GET', `/messages/${part(messageId)}/reactions`),
    react: (messageId: string, reaction: string): Promise<undefined> =>
      ask(nothing, 'POST', `/messages/${part(messageId)}/reactions`, { reaction }),
    unreact: (messageId: string, reaction: string): Promise<undefined> =>
      ask(nothing, 'DELETE', `/messages/${part(messageId)}/reactions/${part(reaction)}`),

    moveWatermark: (dialogId: string, kind: 'read' | 'delivered', seq: number): Promise<undefined> =>
      ask(nothing, 'POST', `/dialogs/${part(dialogId)}/${kind}`, { seq }),
    markMessageRead: (messageId: string): Promise<undefined> =>
      ask(nothing, 'POST', `/messages/${part(messageId)}/status/read`, {}),
    /** How much of the dialog the person has not read yet; only the newest of the old servers take it. */
    setUnreadCount: (dialogId: string, unreadCount: number): Promise<undefined> =>
      ask(nothing, 'PATCH', `/dialogs/${part(dialogId)}/unread`, { unreadCount }),
    /** The person types; only the newest of the old servers take it here. */
    tellTyping: (dialogId: string): Promise<undefined> =>
      ask(nothing, 'POST', `/dialogs/${part(dialogId)}/typing`, {}),
  };
}

function upstreamStatusOf(sentence: string | null): number | null {
  const match = /status code (\d{3})/.exec(sentence ?? '');
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** Nothing answers there, so nothing happened either. */
export function isRouteMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404 && error.code === 'notChatServer';
}

/** The newest of the old servers have types of their own for text: what text is called is left to them. */
function typeOfText(route: string): { type?: string } {
  return route.startsWith('/messages/') ? { type: 'text' } : {};
}
