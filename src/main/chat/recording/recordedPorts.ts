/** The same ports, with what comes in by them written down. */
import { isEventName } from '../../../shared/happenings.ts';
import { parseHello } from '../../../shared/wire.ts';
import { cutReason, isRejection } from '../connection/cuts.ts';
import {
  type ChatSocket,
  type ChatSocketFactory,
  type ChatSocketHandlers,
  type Clock,
  type ExplainOutage,
  type HttpClient,
  type Random,
  TransportError,
} from '../ports.ts';
import { idIn } from '../publicIds.ts';
import type { Recording } from './recording.ts';
import { describeAnswer, describeRequest, noEnd } from './requests.ts';

/** Who types and who is there are hints of the moment, and would push out what matters. */
const passing = /^(typing|user|presence):/;

export interface RecordedPorts {
  http: HttpClient;
  createSocket: ChatSocketFactory;
  explainOutage?: ExplainOutage;
}

export function recordPorts(
  ports: RecordedPorts & { server: string; clock: Clock },
  recording: Recording,
): RecordedPorts {
  const { server, http, createSocket, explainOutage } = ports;
  const { note } = recording;

  return {
    http: async (request) => {
      const end = recording.begin(describeRequest(server, request));
      try {
        const response = await http(request);
        end(describeAnswer(response));
        return response;
      } catch (error) {
        end({ ...noEnd, failure: error instanceof TransportError ? error.failure : 'reset' });
        throw error;
      }
    },
    createSocket: (options) => {
      let isClosing = false;
      const handlers = recordHandlers(options.handlers, recording, () => isClosing);
      const socket = createSocket({ ...options, handlers });
      const disconnect = () => {
        isClosing = true;
        socket.disconnect();
        isClosing = false;
      };
      return recordCalls(socket, { ...ports, disconnect }, recording);
    },
    ...(explainOutage && {
      explainOutage: async (address) => {
        const code = await explainOutage(address);
        note({ kind: 'explained', code });
        return code;
      },
    }),
  };
}

export function recordRandom(random: Random, { note }: Recording): Random {
  return () => {
    const share = random();
    note({ kind: 'pause', share });
    return share;
  };
}

function recordHandlers(
  handlers: ChatSocketHandlers,
  { note }: Recording,
  /** The engine ends the connection itself. */
  isClosing: () => boolean,
): ChatSocketHandlers {
  return {
    onConnect: () => {
      note({ kind: 'connected' });
      handlers.onConnect();
    },
    onConnectError: (message) => {
      note({ kind: 'failed', rejected: isRejection(message) });
      handlers.onConnectError(message);
    },
    onDisconnect: (reason) => {
      if (!isClosing()) note({ kind: 'cut', reason: cutReason(reason) });
      handlers.onDisconnect(reason);
    },
    onEvent: (name, payload) => {
      if (name === 'server:hello') note({ kind: 'hello', features: featuresIn(payload) });
      else if (isEventName(name) && !passing.test(name)) note({ kind: 'event', name, about: idIn(payload) });
      handlers.onEvent(name, payload);
    },
  };
}

function recordCalls(
  socket: ChatSocket,
  { clock, disconnect }: { clock: Clock; disconnect(): void },
  { note }: Recording,
): ChatSocket {
  let epoch = 0;
  return {
    connect: () => {
      epoch += 1;
      note({ kind: 'attempt', epoch });
      socket.connect();
    },
    disconnect,
    dispose: () => socket.dispose(),
    emit: (name, payload) => socket.emit(name, payload),
    emitWithAck: (name, payload, timeoutMs) => socket.emitWithAck(name, payload, timeoutMs),
    probe: async (timeoutMs) => {
      const startedAt = clock.elapsed();
      const alive = await socket.probe(timeoutMs);
      note({ kind: 'probe', alive, tookMs: Math.round(clock.elapsed() - startedAt) });
      return alive;
    },
    get id() {
      return socket.id;
    },
    get listenerCount() {
      return socket.listenerCount;
    },
  };
}

/** What cannot be read is read as nothing, as the engine does. */
function featuresIn(payload: unknown) {
  try {
    return parseHello(payload).features;
  } catch {
    return [];
  }
}
