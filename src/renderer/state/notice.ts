import type { MessageDescriptor } from '@lingui/core';
import { create } from 'zustand';
import type { ErrorCode } from '../../shared/domain.ts';

const shownMs = 6_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Something that was done and can be undone for as long as it is shown. */
export interface Done {
  words: MessageDescriptor;
  undo: () => void;
  /** Where what did it cannot keep the focus, the way back takes it. */
  takesFocus: boolean;
}

interface NoticeState {
  code: ErrorCode | null;
  done: Done | null;
}

/** A failure without a place of its own on the screen, or what can be undone: shown above everything for a while. */
export const useNotice = create<NoticeState>(() => ({ code: null, done: null }));

function show(notice: NoticeState, forMs: number): void {
  clearTimeout(timer);
  useNotice.setState(notice);
  timer = setTimeout(hideNotice, forMs);
}

export function showNotice(code: ErrorCode): void {
  show({ code, done: null }, shownMs);
}

/** `forMs`: how long it can be undone, in milliseconds. */
export function showDone(done: Done, forMs: number): void {
  show({ code: null, done }, forMs);
}

export function undo(): void {
  const { done } = useNotice.getState();
  hideNotice();
  done?.undo();
}

export function hideNotice(): void {
  clearTimeout(timer);
  useNotice.setState({ code: null, done: null });
}
