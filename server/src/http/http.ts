import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import fastify, {
  type FastifyError,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import { authenticate } from '../auth/authenticate.ts';
import { CodeLimits } from '../auth/codeLimits.ts';
import { PhoneChanges } from '../auth/phoneChange.ts';
import { Sending } from '../auth/sending.ts';
import { SignIn } from '../auth/signIn.ts';
import type { ServerContext } from '../context.ts';
import { badRequest, forbidden, HttpError, storageFull, storageUnavailable } from '../contract/errors.ts';
import { newRequestId } from '../ids.ts';
import { cutUnread, limitPeople } from '../limits/gate.ts';
import { PAYLOAD_BYTES } from '../limits/limits.ts';
import type { TlsMaterial } from '../operations/tls.ts';
import { storageTrouble } from '../store/trouble.ts';
import type { Trusts } from './addresses.ts';
import { noteAnswers } from './answered.ts';
import { authRoutes } from './routes/auth.ts';
import { dialogRoutes } from './routes/dialogs.ts';
import { fileRoutes } from './routes/files.ts';
import { healthRoutes } from './routes/health.ts';
import { messageRoutes } from './routes/messages.ts';
import { userRoutes } from './routes/users.ts';

type OriginCheck = (origin: string | undefined) => boolean;

/** The bare HTTP server: limits, logging, and the one shape of every error. */
export function createHttp(options: {
  logLevel: string;
  trusts: Trusts;
  tls?: TlsMaterial | undefined;
}): FastifyInstance {
  const common: FastifyHttpOptions<Server> = {
    bodyLimit: PAYLOAD_BYTES,
    trustProxy: options.trusts,
    // A server that ends answers what it has been asked.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 300 },
    // They would do the work of a GET, which nobody has put a price on.
    exposeHeadRoutes: false,
    clientErrorHandler: refuseRaw,
    // Of no header: what somebody else made up would stand in the log.
    requestIdHeader: false,
    genReqId: newRequestId,
    frameworkErrors: (error, _request, reply) => void sendError(error, reply),
    logger: {
      level: options.logLevel,
      stream: process.stderr,
    },
    // Of answers, `noteAnswers` writes ids and outcomes.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
  };
  // An HTTPS server is used in the same way; the types say it is another one.
  const app = fastify(options.tls ? ({ ...common, https: options.tls } as typeof common) : common);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  acceptJson(app);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (!(error instanceof HttpError) && (error.statusCode ?? 500) >= 500) {
      request.log.error(
        { err: error, method: request.method, route: request.routeOptions.url },
        'request failed',
      );
    }
    return sendError(error, reply);
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ success: false, error: 'Route not found' }),
  );
  return app;
}

/** Everything under `/api`, and beside it `/health`: the process answers (P2.7), and `/ready`: it can store as well (P2.8). */
export async function addRoutes(
  app: FastifyInstance,
  context: ServerContext,
  allows: OriginCheck,
): Promise<void> {
  app.addHook('onRequest', async (request) => {
    if (!allows(request.headers.origin)) throw forbidden('Origin not allowed');
  });
  await app.register(cors, {
    origin: (origin, callback) => callback(null, allows(origin)),
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    // A page of another origin sees no other ones.
    exposedHeaders: ['Location', 'Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Expires'],
    maxAge: 600,
  });
  cutUnread(app, context.limits.answerMs, () => context.metrics.refused('unread_answer'));
  noteAnswers(app, context);

  healthRoutes(app, context);
  const limits = new CodeLimits(context);
  const sending = new Sending(context);
  const { addresses } = context;
  await app.register(
    async (api) => {
      api.addHook('preHandler', async (request) => addresses.take(request.ip));
      authRoutes(api, context, new SignIn(context, limits, sending));
    },
    { prefix: '/api' },
  );
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => {
        try {
          request.caller = await authenticate(context, request);
        } catch (error) {
          if (error instanceof HttpError) addresses.take(request.ip);
          throw error;
        }
      });
      limitPeople(api, context);
      userRoutes(api, context, new PhoneChanges(context, limits, sending));
      dialogRoutes(api, context);
      messageRoutes(api, context);
      await api.register(async (files) => fileRoutes(files, context));
    },
    { prefix: '/api' },
  );
}

function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Old clients send the header with verbs that have no body.
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}

/** What cannot be read as a request has no reply to answer with. */
function refuseRaw(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [status, sentence] = RAW_REFUSALS[error.code ?? ''] ?? [400, 'Malformed request'];
  const body = JSON.stringify({ success: false, error: sentence });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const RAW_REFUSALS: Record<string, [status: number, sentence: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request headers are too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Request body is too large (max 64 KiB)'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long'],
};

function sendError(error: FastifyError | HttpError, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof HttpError ? error : refusalOf(error);
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
  const code = refusal.code === undefined ? {} : { code: refusal.code };
  return reply.code(refusal.statusCode).send({ success: false, error: refusal.message, ...code });
}

/** Fastify's own errors in our words; nothing else of an unexpected error leaves the server. */
function refusalOf(error: FastifyError): HttpError {
  const trouble = storageTrouble(error);
  if (trouble) return trouble === 'full' ? storageFull() : storageUnavailable();
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new HttpError(413, 'Request body is too large (max 64 KiB)');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpError(415, 'Content-Type must be application/json');
    case 'FST_ERR_BAD_URL':
      return badRequest('Malformed URL');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new HttpError(414, 'Address is too long');
    default: {
      const status = error.statusCode ?? 500;
      if (status === 400) return badRequest('Malformed JSON');
      return status < 500
        ? new HttpError(status, 'Bad request')
        : new HttpError(500, 'Internal server error');
    }
  }
}
