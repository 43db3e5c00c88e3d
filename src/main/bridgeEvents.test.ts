import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BridgeEvent } from '../shared/bridge.ts';
import type { ConnectionView, DialogWindow, MessageView, SessionView } from '../shared/views.ts';
import { coalesce, createEventBatcher } from './bridgeEvents.ts';

type Loose = Record<string, unknown>;
const message = (key: string, content = key) => ({ key, content }) as MessageView;
const messages = (dialogId: string, upserted: MessageView[], removed: string[] = []): BridgeEvent => ({
  type: 'messages',
  dialogId,
  upserted,
  removed,
});
const connection = (state: string): BridgeEvent => ({
  type: 'connection',
  connection: { state } as ConnectionView,
});
const session: BridgeEvent = { type: 'session', session: { state: 'signedOut' } as SessionView };
const opened = (dialogId: string): BridgeEvent => ({ type: 'window', window: { dialogId } as DialogWindow });

describe('coalesce', () => {
  it('merges the messages of a dialog: the later copy wins and keeps the earlier row', () => {
    expect(
      coalesce([
        messages('d', [message('a', '1'), message('b')]),
        messages('d', [message('a', '2'), message('c')]),
      ]),
    ).toEqual([messages('d', [message('a', '2'), message('b'), message('c')])]);
  });

  it('merges across what does not depend on them, as in a burst', () => {
    const preview = (text: string) =>
      ({
        type: 'dialogs',
        upserted: [{ dialogId: 'd', title: text }],
        removed: [],
      }) as unknown as BridgeEvent;
    expect(
      coalesce([messages('d', [message('a')]), preview('1'), messages('d', [message('b')]), preview('2')]),
    ).toEqual([messages('d', [message('a'), message('b')]), preview('2')]);
  });

  it('follows removal and return', () => {
    expect(coalesce([messages('d', [message('a')]), messages('d', [], ['a'])])).toEqual([
      messages('d', [], ['a']),
    ]);
    expect(coalesce([messages('d', [], ['a']), messages('d', [message('a')])])).toEqual([
      messages('d', [message('a')]),
    ]);
  });

  it('keeps the latest state, per dialog for typing', () => {
    const typing = (dialogId: string, userIds: string[]): BridgeEvent => ({
      type: 'typing',
      dialogId,
      userIds,
    });
    expect(
      coalesce([
        connection('connecting'),
        typing('a', ['u']),
        typing('b', []),
        typing('a', []),
        connection('live'),
      ]),
    ).toEqual([typing('b', []), typing('a', []), connection('live')]);
  });

  it('moves nothing past a new session or window', () => {
    const events = [
      messages('d', [message('a')]),
      session,
      messages('d', [message('b')]),
      opened('d'),
      messages('d', [message('c')]),
    ];
    expect(coalesce(events)).toEqual(events);
  });

  it('always leads the page to the same state', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const change = fc.record({
      type: fc.constant('messages'),
      dialogId: fc.constantFrom('d', 'e'),
      upserted: fc.array(fc.record({ key, content: fc.nat(9) }), { maxLength: 3 }),
      removed: fc.array(key, { maxLength: 2 }),
    });
    const other = fc.constantFrom<unknown>(connection('live'), connection('offline'), session, opened('d'));
    fc.assert(
      fc.property(fc.array(fc.oneof(change, other), { maxLength: 30 }), (list) => {
        // Within one event a key is either removed or upserted.
        const events = list.map((event) => separate(event as Loose)) as unknown as BridgeEvent[];
        expect(stateAfter(coalesce(events))).toEqual(stateAfter(events));
      }),
      { numRuns: 1_000 },
    );
  }, 30_000);
});

function separate(event: Loose): Loose {
  if (event['type'] !== 'messages') return event;
  const upserted = event['upserted'] as { key: string }[];
  const removed = (event['removed'] as string[]).filter((key) => !upserted.some((item) => item.key === key));
  return { ...event, removed };
}

/** A page of the plainest kind. */
function stateAfter(events: BridgeEvent[]): unknown {
  const shown: Record<string, Map<string, unknown>> = { d: new Map(), e: new Map() };
  let connectionState: unknown = null;
  for (const event of events) {
    if (event.type === 'session') for (const rows of Object.values(shown)) rows.clear();
    if (event.type === 'window') shown[event.window?.dialogId ?? '']?.clear();
    if (event.type === 'connection') connectionState = event.connection;
    if (event.type !== 'messages') continue;
    for (const key of event.removed) shown[event.dialogId]?.delete(key);
    for (const row of event.upserted) shown[event.dialogId]?.set(row.key, row);
  }
  const rows = Object.values(shown).map((map) =>
    [...map].sort(([left], [right]) => left.localeCompare(right)),
  );
  return { rows, connectionState };
}

describe('the batcher', () => {
  function start() {
    const sent: BridgeEvent[][] = [];
    let frame: (() => void) | null = null;
    const batcher = createEventBatcher({
      send: (events) => sent.push(events),
      schedule: (delayMs, task) => {
        expect(delayMs).toBe(16);
        frame = task;
        return () => {
          frame = null;
        };
      },
    });
    return { batcher, sent, runFrame: () => frame?.(), waits: () => frame !== null };
  }

  it('sends once a frame (S14.7)', () => {
    const { batcher, sent, runFrame } = start();
    batcher.add(messages('d', [message('a')]));
    batcher.add(session);
    expect(sent).toEqual([]);
    runFrame();
    expect(sent).toEqual([[messages('d', [message('a')]), session]]);
    runFrame();
    expect(sent).toHaveLength(1);
  });

  it('sends at once when an answer is about to follow (S14.7)', () => {
    const { batcher, sent, waits } = start();
    batcher.flush();
    expect(sent).toEqual([]);
    batcher.add(session);
    batcher.flush();
    expect(sent).toEqual([[session]]);
    expect(waits()).toBe(false);
    batcher.add(session);
    expect(waits()).toBe(true);
  });

  it('forgets what was meant for a page that has gone', () => {
    const { batcher, sent, runFrame } = start();
    batcher.add(session);
    batcher.clear();
    runFrame();
    expect(sent).toEqual([]);
  });
});
