/** What a person does with the open window: scrolls, jumps, goes to another chat, while anything may go wrong. */
import { CommandError } from '../../src/main/chat/commandError.ts';
import type { Engine } from '../../src/main/chat/engine.ts';
import type { Random } from '../../src/main/chat/ports.ts';
import { ApiError } from '../../src/main/chat/rest/rest.ts';
import { HistoryClosed } from './historyHandle.ts';
import type { ScreenOwner } from './screenTruth.ts';

/** One of many things; every choice is of the window as it is at that moment. */
export function wander(
  { screen, store, engine }: ScreenOwner & { engine: Engine },
  dialogIds: string[],
  random: Random,
): void {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const window = screen.window();
  const dialogId = window?.dialogId ?? pick(dialogIds) ?? '';
  const act = random();

  if (act < 0.35) {
    const direction = act < 0.25 ? 'older' : 'newer';
    void engine.loadMessages(dialogId, direction).catch((error: unknown) => {
      const isTold = error instanceof CommandError || error instanceof ApiError;
      if (!isTold && !(error instanceof HistoryClosed)) screen.fault('load failed');
    });
  } else if (act < 0.55) {
    const target = pick(store.messagesBefore(dialogId, null, 300));
    if (target) engine.openDialog(dialogId, random() < 0.7 ? { at: target.key } : { leftAt: target.key });
  } else if (act < 0.75 && window !== null && window.messages.length > 0) {
    const at = Math.floor(random() * window.messages.length);
    const kept = window.messages.slice(Math.max(0, at - 15), at + 15);
    const [first, last] = [kept[0]?.key ?? '', kept.at(-1)?.key ?? ''];
    engine.trimMessages(dialogId, { first, last, seen: window.messages[at]?.key });
  } else if (act < 0.8) engine.closeDialog();
  else engine.openDialog(pick(dialogIds) ?? dialogId, random() < 0.3 ? { end: true } : {});
}
