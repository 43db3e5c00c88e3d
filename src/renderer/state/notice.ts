import { create } from 'zustand';
import type { ErrorCode } from '../../shared/domain.ts';

const shownMs = 6_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A failure without a place of its own on the screen: shown above everything for a while. */
export const useNotice = create<{ code: ErrorCode | null }>(() => ({ code: null }));

export function showNotice(code: ErrorCode): void {
  clearTimeout(timer);
  useNotice.setState({ code });
  timer = setTimeout(hideNotice, shownMs);
}

export function hideNotice(): void {
  clearTimeout(timer);
  useNotice.setState({ code: null });
}
