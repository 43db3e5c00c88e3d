import { cleanup, render, screen } from '@testing-library/react';
import { onTestFinished, vi } from 'vitest';
import { App } from '../App.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { start } from '../state/start.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from './mockBridge.ts';

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** The whole page with this chat open and its rows drawn, until the test is over. */
export async function openChat(dialogId = 'dlg_andrey'): Promise<MockBridge> {
  // happy-dom lays nothing out: without a size the virtual list would have no rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.stubGlobal('ResizeObserver', NoResizeObserver);
  const bridge = createMockBridge();
  bridge.snapshot.openDialogId = dialogId;
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ready: false });
  useView.setState({ screen: null });
  const stop = start();
  onTestFinished(() => {
    stop();
    cleanup();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  render(
    <LanguageProvider>
      <App />
    </LanguageProvider>,
  );
  await screen.findAllByRole('article');
  return bridge;
}
