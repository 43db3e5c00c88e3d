import type { DiagnosticsView } from '../../shared/diagnostics.ts';
import type { ExaminationView } from '../../shared/examination.ts';
import type { Report } from '../../shared/report.ts';
import type { DeviceView } from '../../shared/views.ts';
import type { Handlers } from './mockBridge.ts';
import { sampleTraces } from './sampleTraces.ts';

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
    getTrace: ({ key }: { key: string }) => sampleTraces(now).find((trace) => trace.key === key) ?? null,
    getStatuses: () => null,
    exportDiagnostics: () => ({ file: '/home/user/chat3-diagnostics.json' }),
    openReport: () => ({ report: makeReport(now) }),
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

export function makeDiagnostics(now: number): DiagnosticsView {
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
    ledger: [
      {
        number: 4,
        at: now - 2 * minute,
        epoch: 4,
        durationMs: 340,
        received: 12,
        repaired: 10,
        duplicatesDropped: 10,
        compared: 6,
        awaited: [],
        vanished: 0,
        lost: 0,
        differences: 0,
        ranges: [
          {
            dialogId: 'dlg_group',
            from: { createdAt: now - 5 * minute, id: 'msg_00000001', seq: 41 },
            to: { createdAt: now - 3 * minute, id: 'msg_00000010', seq: 50 },
            repaired: 10,
            differences: [],
          },
        ],
      },
      {
        number: 3,
        at: now - 9 * minute,
        epoch: 3,
        durationMs: 2_150,
        received: 1,
        repaired: 3,
        duplicatesDropped: 4,
        compared: 5,
        awaited: ['dlg_maria'],
        vanished: 1,
        lost: 1,
        differences: 2,
        ranges: [
          {
            dialogId: 'dlg_group',
            from: { createdAt: now - 12 * minute, id: 'msg_00000000', seq: 31 },
            to: { createdAt: now - 10 * minute, id: 'msg_00000003', seq: 34 },
            repaired: 3,
            differences: [
              { kind: 'absent', id: 'msg_00000002' },
              { kind: 'older', id: 'msg_00000003' },
            ],
          },
        ],
      },
    ],
    connectionHistory: [
      { at: now - 2 * minute, epoch: 4, state: 'live', cut: null, reason: null },
      { at: now - 2 * minute - 400, epoch: 4, state: 'catchingUp', cut: null, reason: null },
      { at: now - 3 * minute, epoch: 4, state: 'connecting', cut: null, reason: null },
      { at: now - 4 * minute, epoch: 3, state: 'waiting', cut: 'unreachable', reason: 'hostNotFound' },
      { at: now - 4 * minute - 300, epoch: 3, state: 'connecting', cut: null, reason: null },
      { at: now - 5 * minute, epoch: 2, state: 'waiting', cut: 'silence', reason: null },
      { at: now - 9 * minute, epoch: 2, state: 'live', cut: null, reason: null },
    ],
    events: [{ at: now - minute, name: 'message:new', about: 'msg_00000001' }],
    traces: sampleTraces(now),
    liveness: { heardAt: now - 3_000, ping: { at: now - 10_000, tookMs: 42 } },
    serverAheadMs: 120_000,
    storage: { messages: 48_211, bytes: 12_582_912 },
    app: { version: '0.1.0', electron: '40.0.0', chromium: '144.0.0.0' },
    system: { platform: 'linux', release: '6.8.0', desktop: 'GNOME', locale: 'ru' },
  };
}

/** Of another computer, an hour ago. */
function makeReport(now: number): Report {
  const at = now - 60 * minute;
  return {
    kind: 'chat3-diagnostics',
    version: 1,
    at,
    machine: 'ivanov-pc',
    diagnostics: { ...makeDiagnostics(at), joinedRooms: ['dlg_1', 'dlg_2'], state: 'waiting' },
    happenings: [],
  };
}
