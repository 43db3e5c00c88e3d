import { expect, test } from 'vitest';
import type { DiagnosticsView } from '../../shared/diagnostics.ts';
import type { Happening } from '../../shared/happenings.ts';
import { longestReportBytes, parseReport, writeReport } from '../../shared/report.ts';
import { buildReport, reportFileName } from './buildReport.ts';

const at = new Date(2026, 10, 28, 14, 32).getTime();

const diagnostics: DiagnosticsView = {
  state: 'live',
  epoch: 2,
  socketId: 'aX3_-socket',
  server: 'https://chat.example.ru',
  features: ['seq'],
  joinedRooms: ['dlg_ivan-petrov'],
  outbox: [
    { id: 'edit msg_secret', kind: 'edit', dialogId: 'dlg_ivan-petrov', state: 'queued', attempts: 1 },
  ],
  duplicatesDropped: 0,
  listeners: 4,
  ledger: [
    {
      ...{
        number: 3,
        at,
        epoch: 2,
        durationMs: 340,
        received: 1,
        repaired: 1,
        duplicatesDropped: 0,
        compared: 2,
      },
      ...{ awaited: ['dlg_ivan-petrov'], vanished: 0, lost: 1, differences: 2 },
      ranges: [
        {
          dialogId: 'dlg_ivan-petrov',
          from: { createdAt: at, id: 'msg_secret', seq: 4 },
          to: null,
          repaired: 1,
          differences: [
            { kind: 'absent', id: '#5' },
            { kind: 'older', id: 'msg_secret' },
          ],
        },
      ],
    },
  ],
  connectionHistory: [{ at, epoch: 2, state: 'live', cut: null, reason: null }],
  events: [{ at, name: 'user:online', about: 'usr_maria' }],
  traces: [
    {
      ...{ key: '01KEY', messageId: 'msg_secret', clientMessageId: '01CLIENT', dialogId: 'dlg_ivan-petrov' },
      ...{ own: true, startedAt: at, hops: [{ hop: 'composed', atMs: 0 }] },
      ...{ copies: [{ way: 'answer', fate: 'confirmed', atMs: 12.5 }], moreCopies: 0 },
    },
  ],
  liveness: { heardAt: at, ping: null },
  serverAheadMs: null,
  storage: null,
  app: { version: '0.1.0', electron: '40.0.0', chromium: '144.0.0.0' },
  system: { platform: 'linux', release: '6.8.0-45-generic', desktop: 'ubuntu:GNOME', locale: 'ru' },
};
const happenings: Happening[] = [
  { at, ms: 0, kind: 'attempt', epoch: 2 },
  { at, ms: 5, kind: 'open', dialog: 'dlg_ivan-petrov' },
  { at, ms: 6, kind: 'event', name: 'message:new', about: 'msg_secret' },
  {
    at,
    ms: 7,
    kind: 'arrival',
    message: 'msg_secret',
    dialog: 'dlg_ivan-petrov',
    own: false,
    createdAt: at,
    live: true,
  },
];

const report = () => buildReport({ at, machine: 'PETROV-PC', diagnostics, happenings });

test('a report calls the same thing the same, and nothing by its own id (S23.2)', () => {
  const { diagnostics: told, happenings: happened } = report();
  expect(told.joinedRooms).toEqual(['dlg_1']);
  expect(happened.map((one) => ('dialog' in one ? one.dialog : null))).toEqual([
    null,
    'dlg_1',
    null,
    'dlg_1',
  ]);
  expect(happened[2]).toMatchObject({ about: 'msg_1' });
  expect(happened[3]).toMatchObject({ message: 'msg_1' });
  expect(JSON.stringify(report())).not.toMatch(/ivan|secret|maria|01KEY|01CLIENT/);
});

test('what is written is read again, and what the format does not name is not written (S23.2)', () => {
  const written = writeReport({
    ...report(),
    diagnostics: { ...report().diagnostics, text: 'words' } as DiagnosticsView,
  });
  expect(written).not.toContain('words');
  expect(parseReport(written)).toEqual(report());
});

test('the name of the file tells when and where (S23.2)', () => {
  expect(reportFileName(report())).toBe('chat3-diagnostics-2026-11-28-1432-PETROV-PC.json');
  expect(reportFileName({ at, machine: '../a b/%' })).toBe('chat3-diagnostics-2026-11-28-1432-..-a-b-.json');
  expect(reportFileName({ at, machine: '' })).toContain('computer');
});

const changed = (change: object) => JSON.stringify({ ...report(), ...change });
const diagnosed = (change: object) => changed({ diagnostics: { ...report().diagnostics, ...change } });

test.each([
  ['nothing', ''],
  ['no JSON', 'PK\u0003\u0004'],
  ['another JSON', '{"kind":"package","version":1}'],
  ['a newer version', changed({ version: 2 })],
  ['a state that there is not', diagnosed({ state: 'asleep' })],
  ['words where an id belongs', diagnosed({ joinedRooms: ['Call me'] })],
  ['words for a machine', changed({ machine: '<b>now</b>\u202e' })],
  ['a link that runs', diagnosed({ server: 'javascript:alert(1)' })],
  ['too many', changed({ happenings: Array(1_001).fill(happenings[0]) })],
  ['a prototype', '{"__proto__":{"polluted":true},"kind":"chat3-diagnostics"}'],
])('%s is no report (S23.2)', (_what, text) => {
  expect(parseReport(text)).toBeNull();
  expect('polluted' in {}).toBe(false);
});

test('the largest report stays below its limit (S23.2)', () => {
  const full = buildReport({
    at,
    machine: 'PETROV-PC',
    diagnostics: {
      ...diagnostics,
      connectionHistory: Array(300).fill({
        ...diagnostics.connectionHistory[0],
        cut: 'unreachable',
        reason: 'certificateUntrusted',
      }),
      traces: Array(200).fill({
        ...diagnostics.traces[0],
        hops: Array(8).fill({ hop: 'forwarded', atMs: 12_345.6 }),
      }),
    },
    happenings: Array(600).fill({
      at,
      ms: 123_456.7,
      kind: 'request',
      route: 'DELETE /dialogs/:id/members/:id',
      dialog: 'dlg_1',
      message: null,
      tookMs: 12_345.6,
      status: 200,
      failure: null,
      refusal: null,
      hiddenStatus: null,
    } satisfies Happening),
  });
  expect(Buffer.byteLength(writeReport(full))).toBeLessThan(longestReportBytes);
});
