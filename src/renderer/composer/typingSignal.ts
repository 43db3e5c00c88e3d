/** Silence after which typing counts as over. */
import { typingIntervalMs } from '../../shared/typing.ts';

export const typingPause = 4_000;

export interface TypingSignal {
  /** Called at every change of the text. */
  input(empty: boolean): void;
  /** Sent, cleared, or left the chat. */
  stop(): void;
}

export function createTypingSignal(send: (typing: boolean) => void, now: () => number): TypingSignal {
  let lastSent: number | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;

  function stop() {
    clearTimeout(pause);
    if (lastSent !== null) send(false);
    lastSent = null;
  }

  return {
    input(empty) {
      if (empty) {
        stop();
        return;
      }
      clearTimeout(pause);
      pause = setTimeout(stop, typingPause);
      if (lastSent !== null && now() - lastSent < typingIntervalMs) return;
      lastSent = now();
      send(true);
    },
    stop,
  };
}
