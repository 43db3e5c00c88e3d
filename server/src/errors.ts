/** A refusal the client is told about: an HTTP status and a sentence (P2.3). */
export class HttpError extends Error {
  readonly statusCode: number;
  /** Seconds, for the Retry-After header. */
  readonly retryAfter: number | undefined;

  constructor(statusCode: number, message: string, retryAfter?: number) {
    super(message);
    this.name = 'HttpError';
    this.statusCode = statusCode;
    this.retryAfter = retryAfter;
  }
}

export const badRequest = (message: string) => new HttpError(400, message);
export const unauthorized = (message: string) => new HttpError(401, message);
export const forbidden = (message: string) => new HttpError(403, message);
export const notFound = (message: string) => new HttpError(404, message);
export const conflict = (message: string) => new HttpError(409, message);
export const tooManyRequests = (seconds: number) =>
  new HttpError(429, 'Too many requests. Try again later', Math.max(1, Math.ceil(seconds)));

export const NOT_A_MEMBER = 'Not a member of this dialog';
export const DIALOG_NOT_FOUND = 'Dialog not found';
export const MESSAGE_NOT_FOUND = 'Message not found';
export const USER_NOT_FOUND = 'User not found';
export const INVALID_TOKEN = 'Invalid token';
