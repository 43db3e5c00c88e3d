import type { MessageTrace } from '../../shared/trace.ts';

/** A message out and one in, newest first. */
export function sampleTraces(now: number): MessageTrace[] {
  return [
    {
      key: '01JTRACE',
      messageId: 'msg_00000000000000000002',
      clientMessageId: '01JTRACE',
      dialogId: 'dlg_group',
      own: true,
      startedAt: now - 60_000.75,
      hops: [
        { hop: 'composed', atMs: 0 },
        { hop: 'queued', atMs: 1.2 },
        { hop: 'posted', atMs: 4.05 },
        { hop: 'merged', atMs: 20.9 },
        { hop: 'acked', atMs: 21 },
        { hop: 'forwarded', atMs: 22 },
        { hop: 'painted', atMs: 38 },
      ],
      copies: [
        { way: 'personal', fate: 'confirmed', atMs: 20.8 },
        { way: 'answer', fate: 'known', atMs: 21.02 },
      ],
      moreCopies: 0,
    },
    {
      key: 'msg_00000000000000000001',
      messageId: 'msg_00000000000000000001',
      clientMessageId: null,
      dialogId: 'dlg_group',
      own: false,
      startedAt: now - 65_000.25,
      hops: [
        { hop: 'received', atMs: 0 },
        { hop: 'merged', atMs: 0.6 },
        { hop: 'forwarded', atMs: 1 },
        { hop: 'painted', atMs: 24.5 },
      ],
      copies: [
        { way: 'room', fate: 'new', atMs: 0 },
        { way: 'broker', fate: 'nameless', atMs: 6.3 },
        { way: 'page', fate: 'known', atMs: 342.1 },
      ],
      moreCopies: 3,
    },
  ];
}
