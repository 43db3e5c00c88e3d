import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { ExaminationView } from '../../shared/examination.ts';
import type { DeviceView } from '../../shared/views.ts';
import type { Handlers } from './mockBridge.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What the mocked main process answers about this computer and this sign-in. */
export function settingsHandlers(now: number): Handlers {
  const device = (sessionId: string, name: string, age: number): DeviceView => ({
    sessionId,
    name,
    createdAt: now - 30 * day,
    lastUsedAt: now - age,
    current: age === 0,
  });
  let devices = [
    device('ses_here', 'petrov-pc · Linux', 0),
    device('ses_home', 'petrov-home · Windows 11 · night', 3 * day),
  ];
  return {
    getDevices: () => devices,
    endDevice: ({ sessionId }: { sessionId: string }) => {
      devices = devices.filter((entry) => entry.sessionId !== sessionId);
      return null;
    },
    getStorage: () => ({ bytes: 12_582_912, messageCount: 48_211, fileBytes: 5_242_880 }),
    exportDiagnostics: () => ({ file: '/home/user/chat3-diagnostics.json' }),
  };
}

/** Everything holds. */
export function makeExamination(now: number): ExaminationView {
  const { features } = makeDiagnostics(now);
  return {
    server: 'https://chat.example.ru',
    steps: ['name', 'proxy', 'tls', 'health', 'signIn', 'connection', 'room', 'echo'],
    findings: [
      { step: 'name', ms: 12, ok: true, found: 'resolved', addresses: ['192.0.2.7'] },
      { step: 'proxy', ms: 1, ok: true, found: 'direct' },
      { step: 'tls', ms: 48, ok: true, found: 'secure', issuer: 'Example CA', until: now + 90 * day },
      { step: 'health', ms: 9, ok: true, found: 'healthy' },
      { step: 'signIn', ms: 14, ok: true, found: 'accepted' },
      { step: 'connection', ms: 3, ok: true, found: 'introduced', features },
      { step: 'room', ms: 8, ok: true, found: 'entered', confirmed: true },
      { step: 'echo', ms: 7, ok: true, found: 'heard' },
    ],
    done: true,
  };
}

export function makeDiagnostics(now: number): Diagnostics {
  return {
    state: 'live',
    epoch: 4,
    socketId: 'aX3_socket',
    server: 'https://chat.example.ru',
    features: ['idempotency', 'seq', 'changes', 'userRoom', 'watermarks', 'presence', 'sessions', 'roles'],
    joinedRooms: ['dlg_group'],
    outbox: [
      { id: '01JQUEUED', kind: 'send', dialogId: 'dlg_group', state: 'queued', attempts: 2 },
      { id: '01JHELD', kind: 'send', dialogId: 'dlg_maria', state: 'held', attempts: 0 },
    ],
    duplicatesDropped: 10,
    listeners: 4,
    ledger: [{ at: now - 2 * minute, epoch: 4, received: 10, lost: 0, duplicatesDropped: 10 }],
    connectionHistory: [
      { at: now - 2 * minute, epoch: 4, state: 'live', reason: null },
      { at: now - 3 * minute, epoch: 4, state: 'connecting', reason: null },
      { at: now - 4 * minute, epoch: 3, state: 'waiting', reason: 'transport close' },
    ],
    events: [{ at: now - minute, name: 'message:new', about: 'msg_00000001' }],
    traces: [
      {
        key: '01JTRACE',
        dialogId: 'dlg_group',
        own: true,
        hops: [
          { hop: 'composed', atMs: 0 },
          { hop: 'queued', atMs: 1 },
          { hop: 'posted', atMs: 4 },
          { hop: 'acked', atMs: 21 },
          { hop: 'forwarded', atMs: 22 },
          { hop: 'painted', atMs: 38 },
        ],
      },
    ],
  };
}
