import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Fingerprint } from '../../shared/fingerprint.ts';
import { emojiOf } from '../../shared/fingerprintEmoji.ts';
import type { DialogView } from '../../shared/views.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { HistoryFingerprint } from './HistoryFingerprint.tsx';

let bridge: MockBridge;
const noon = new Date(2026, 10, 28, 12, 5).getTime();
const hash = '000102fe'.padEnd(64, '0');
const place = { id: 'msg_1', createdAt: noon, revision: null };

beforeEach(() => {
  vi.setSystemTime(noon + 60_000);
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const dialog = (): DialogView => {
  const found = useChat.getState().dialogs.get('dlg_group');
  if (found === undefined) throw new Error('no such chat');
  return found;
};

const tree = (of: DialogView) => (
  <LanguageProvider>
    <HistoryFingerprint dialog={of} />
  </LanguageProvider>
);

function show(answer: Partial<Fingerprint>) {
  const value = { hash, count: 100, from: place, to: place, isWhole: true, ...answer };
  bridge.getFingerprint = vi.fn(async () => ({ ok: true as const, value }));
  return render(tree(dialog()));
}

it('shows four pictures with their names, and what they stand for in words (S22.4)', async () => {
  show({});
  const pictures = await screen.findByRole('img', {
    name: 'морда собаки, морда кошки, морда мыши, алое сердце',
  });
  expect(pictures.textContent).toBe(emojiOf(hash).join(''));
  expect(screen.getByText('последние 100 сообщений, до 12:05')).toBeTruthy();
  await act(async () => useChat.setState(({ settings }) => ({ settings: { ...settings, language: 'en' } })));
  await screen.findByRole('img', { name: 'dog face, cat face, mouse face, red heart' });
  expect(screen.getByText('last 100 messages, up to 12:05')).toBeTruthy();
});

it('says how two people compare, to who asks', async () => {
  show({ count: 1, to: { ...place, createdAt: new Date(2026, 10, 4, 9, 7).getTime() } });
  expect(await screen.findByText(/^последнее 1 сообщение, до 4 ноября 2026/)).toBeTruthy();
  expect(screen.queryByText(/Сравните/)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Как сравнить отпечатки' }));
  expect(screen.getByText(/^Сравните четыре картинки/)).toBeTruthy();
});

it('says so where the history is not all here, and shows nothing of an empty one', async () => {
  show({ isWhole: false, count: 42 });
  expect(await screen.findByText(/^История загружена не вся/)).toBeTruthy();
  cleanup();
  show({ count: 0, from: null, to: null });
  await vi.waitFor(() => expect(bridge.getFingerprint).toHaveBeenCalled());
  expect(screen.queryByTestId('fingerprint')).toBeNull();
});

it('asks again when something happens in the chat', async () => {
  const { rerender } = show({});
  await screen.findByTestId('fingerprint');
  const { lastMessage } = dialog();
  rerender(tree({ ...dialog(), lastMessage: lastMessage && { ...lastMessage, createdAt: noon } }));
  await vi.waitFor(() => expect(bridge.getFingerprint).toHaveBeenCalledTimes(2));
});
