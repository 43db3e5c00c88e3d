/** A refusal the client is told about: an HTTP status and a sentence (P2.3). */
export class HttpError extends Error {
  readonly statusCode: number;
  /** Seconds, for the Retry-After header. */
  readonly retryAfter: number | undefined;
  /** A word for programs, where the status does not say enough (P2.9). */
  readonly code: string | undefined;

  constructor(statusCode: number, message: string, retryAfter?: number, code?: string) {
    super(message);
    this.name = 'HttpError';
    this.statusCode = statusCode;
    this.retryAfter = retryAfter;
    this.code = code;
  }
}

export const badRequest = (message: string) => new HttpError(400, message);
export const unauthorized = (message: string) => new HttpError(401, message);
export const forbidden = (message: string) => new HttpError(403, message);
export const notFound = (message: string) => new HttpError(404, message);
export const conflict = (message: string) => new HttpError(409, message);
export const phoneInUse = () => conflict('Phone is already in use');
export const tooManyRequests = (seconds: number, code?: string) =>
  new HttpError(429, 'Too many requests. Try again later', Math.max(1, Math.ceil(seconds)), code);
export const storageFull = () =>
  new HttpError(507, 'The server has no space left. Try again later', 60, 'storage_full');
export const storageUnavailable = () =>
  new HttpError(503, 'The server cannot reach its storage. Try again later', 5, 'storage_unavailable');

/** Of what this server does not keep (P9.4). */
export const notSupported = (message: string) => new HttpError(400, message, undefined, 'not_supported');

/** 401 where the account itself asks, 400 where somebody wants to do something with it (P7.24). */
export const accountDisabled = (statusCode: 400 | 401) =>
  new HttpError(statusCode, 'Account is disabled', undefined, 'account_disabled');

/** The verbs of one's own messages (P7.13). */
export const notOwnMessage = (message: string) => new HttpError(403, message, undefined, 'not_own_message');
export const tooLate = (message: string) => new HttpError(403, message, undefined, 'too_late');
export const notText = () => new HttpError(400, 'Only text messages can be edited', undefined, 'not_text');
export const serviceMessage = () =>
  new HttpError(400, 'A service message cannot be removed', undefined, 'service_message');
export const messageRemoved = () =>
  new HttpError(410, 'The message was removed', undefined, 'message_removed');

export const NOT_A_MEMBER = 'Not a member of this dialog';
export const DIALOG_NOT_FOUND = 'Dialog not found';
export const MESSAGE_NOT_FOUND = 'Message not found';
export const FILE_NOT_FOUND = 'File not found';
export const USER_NOT_FOUND = 'User not found';
export const INVALID_TOKEN = 'Invalid token';
