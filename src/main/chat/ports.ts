/** What the engine is handed: the outside world, so that tests can hand it another one. */
import type { Attachment } from '../../shared/attachments.ts';
import type { ErrorCode } from '../../shared/domain.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

export interface HttpResponse {
  status: number;
  /** Parsed JSON; undefined where the body was none. */
  body: unknown;
  /** HTML, which no chat server answers. */
  isPage?: boolean;
  retryAfterMs: number | null;
}

export type TransportFailure = 'refused' | 'dns' | 'timeout' | 'reset' | 'certificate' | 'proxy' | 'aborted';

/** No answer came. Only `refused` and `dns` prove that the request did not reach the server. */
export class TransportError extends Error {
  readonly failure: TransportFailure;
  /** What a person should hear, where more is known than the failure alone tells. */
  readonly code: ErrorCode | null;
  constructor(failure: TransportFailure, cause?: unknown, code: ErrorCode | null = null) {
    super(`Transport failed: ${failure}`, { cause });
    this.name = 'TransportError';
    this.failure = failure;
    this.code = code;
  }
}

/** Resolves with any answer, whatever its status; rejects with TransportError only. */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

export type ExplainOutage = (server: string) => Promise<ErrorCode | null>;

export interface ChatSocketHandlers {
  onConnect(): void;
  onDisconnect(reason: string): void;
  onConnectError(message: string): void;
  onEvent(name: string, payload: unknown): void;
}

/** One socket per login, connected again and again by the engine; it never reconnects by itself. */
export interface ChatSocket {
  connect(): void;
  disconnect(): void;
  /** Ends it for good, without listeners left behind. */
  dispose(): void;
  /** Dropped when not connected, never buffered. */
  emit(name: string, payload: unknown): void;
  /** Rejects after the time-out and when not connected. */
  emitWithAck(name: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  /** True when the server answered; works with any Socket.IO server. */
  probe(timeoutMs: number): Promise<boolean>;
  readonly id: string | null;
  readonly listenerCount: number;
}

export type ChatSocketFactory = (options: {
  url: string;
  /** Asked at every connect, so that a refreshed token is used. */
  token: () => string;
  handlers: ChatSocketHandlers;
}) => ChatSocket;

export interface UploadRequest {
  /** As this computer calls it. */
  fileId: string;
  /** What the server calls the upload that an earlier attempt began; null: none. */
  uploadId: string | null;
  onBegun(uploadId: string): void;
  /** In bytes; not at every one. */
  onProgress(done: number, total: number): void;
}

export interface Upload {
  /** What the server calls the file. Rejects with TransportError, or with UploadRefused for an answer that says no. */
  done: Promise<string>;
  /** Nobody wants it any more, here or on the server. */
  cancel(): void;
}

/** The server said no to a file. */
export class UploadRefused extends Error {
  readonly response: HttpResponse;
  constructor(response: HttpResponse) {
    super(`Upload refused: ${response.status}`);
    this.name = 'UploadRefused';
    this.response = response;
  }
}

/** The files of one account's messages on this computer, and their way to the server. */
export interface AccountFiles {
  /** null for what is not here as a whole. */
  picked(fileId: string): Attachment | null;
  /** Kept for this message until it is released. */
  hold(fileId: string, messageKey: string): void;
  /** The messages that files are kept for, by their keys. */
  holders(): string[];
  release(messageKey: string): void;
  upload(request: UploadRequest): Upload;
  close(): void;
}

export interface Clock {
  /** Local wall clock, milliseconds. Never orders messages. */
  now(): number;
  /**
   * Milliseconds with a fraction; never goes back, whatever is done to the wall clock. In the app they count from 1970, by what
   * the wall clock said when the program started: programs of one computer agree (S21.2).
   */
  elapsed(): number;
  /** Runs the task once after the delay; answers a function that cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;

export interface Log {
  info(event: string, details?: Record<string, string | number | boolean | null>): void;
  warn(event: string, details?: Record<string, string | number | boolean | null>): void;
}
