import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../App.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { start } from '../state/start.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { messagesByDialog } from '../testing/sampleData.ts';
import { HistoryState } from './HistoryState.tsx';
import { useHistory } from './useHistory.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

const slow = 'Сервер отвечает медленно. Загрузим, как только получится.';
const dialogId = 'dlg_andrey';

let bridge: MockBridge;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  bridge = createMockBridge();
  bridge.snapshot.openDialogId = dialogId;
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ready: false });
});
afterEach(() => {
  stop();
  cleanup();
  vi.useRealTimers();
});

const settle = (milliseconds = 0) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
/** Drawn after each second, as on screen. */
async function seconds(count: number): Promise<void> {
  for (let second = 0; second < count; second++) await settle(1_000);
}
const calls = (name: string) => bridge.calls.filter((call) => call.name === name).length;
/** What a screen reader was told, in order. */
function listen(region: Element): string[] {
  const heard = [region.textContent ?? ''];
  new MutationObserver(() => {
    const words = region.textContent ?? '';
    if (words !== heard.at(-1)) heard.push(words);
  }).observe(region, { childList: true, characterData: true, subtree: true });
  return heard;
}

/** The reader stands at the upper edge. */
const virtualizer = { range: { startIndex: 0, endIndex: 20 } } as unknown as MessageVirtualizer;

function Older() {
  const shown = useChat((state) => state.window);
  return shown === null ? null : <OlderOf shown={shown} />;
}

function OlderOf({ shown }: { shown: NonNullable<ReturnType<typeof useChat.getState>['window']> }) {
  return <HistoryState history={useHistory(virtualizer, shown, true)} />;
}

async function startOlder(): Promise<string[]> {
  stop = start();
  await settle();
  useChat.setState((state) =>
    state.window ? { window: { ...state.window, hasOlder: true, hasNewer: false } } : {},
  );
  bridge.failures.set('loadMessages', 'serverSlow');
  const { loadMessages } = bridge;
  bridge.loadMessages = async (input) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return loadMessages(input);
  };
  const { container } = render(
    <LanguageProvider>
      <Older />
    </LanguageProvider>,
  );
  const heard = listen(container.querySelector('[role="status"]') as Element);
  await settle(300);
  return heard;
}

it('says why older messages do not come, once, and asks for them ever less often until they come', async () => {
  const heard = await startOlder();
  expect(calls('loadMessages')).toBe(1);
  // After two seconds at most it is asked again, and counted as it is answered.
  await seconds(3);
  expect(calls('loadMessages')).toBe(2);
  await seconds(60);
  expect(calls('loadMessages')).toBeGreaterThan(3);
  expect(calls('loadMessages')).toBeLessThan(9);
  expect(screen.getByRole('status').textContent).toBe(slow);
  bridge.failures.delete('loadMessages');
  await seconds(31);
  expect(screen.getByRole('status').textContent).toBe('');
  expect(heard).toEqual(['', slow, '']);
});

it('asks for older messages at once when it is told to', async () => {
  await startOlder();
  bridge.failures.delete('loadMessages');
  fireEvent.click(screen.getByRole('button', { name: 'Повторить' }));
  await settle(300);
  expect(calls('loadMessages')).toBe(2);
  expect(screen.getByRole('status').textContent).toBe('');
});

async function startEmpty(): Promise<HTMLElement> {
  messagesByDialog[dialogId] = [];
  stop = start();
  await settle();
  render(
    <LanguageProvider>
      <App />
    </LanguageProvider>,
  );
  await settle();
  fails();
  await settle();
  return screen.getByText(slow).closest('[role="status"]') as HTMLElement;
}

/** As the engine tells of a first page that did not come. */
function fails(): void {
  const { window: shown } = useChat.getState();
  if (shown === null) throw new Error('No window');
  const { byKey: _, newBeyond: __, generation: ___, ...rest } = shown;
  act(() => bridge.emit({ type: 'window', window: { ...rest, typingUserIds: [], failure: 'serverSlow' } }));
}

it('says why a chat stays empty in the place of its messages, once', async () => {
  const before = messagesByDialog[dialogId] ?? [];
  const region = await startEmpty();
  const heard = listen(region);
  fails();
  await settle();
  expect(region.isConnected).toBe(true);
  expect(heard).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Повторить' }));
  await settle();
  expect(calls('openDialog')).toBeGreaterThanOrEqual(1);
  expect(screen.getByText(slow)).toBeTruthy();
  messagesByDialog[dialogId] = before;
});
