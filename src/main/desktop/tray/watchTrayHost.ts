import type { Clock } from '../../chat/ports.ts';

export interface TrayHostWatch {
  /** Asks now. */
  ask(): Promise<boolean>;
  /** True as soon as there is one; false when `patienceMs` have passed without. */
  wait(patienceMs: number): Promise<boolean>;
}

const firstDelayMs = 500;
const longestDelayMs = 16_000;

/**
 * A panel may come up after the program that starts with the system, so without one it is asked for again, less and
 * less often and for about half a minute; after that at every `ask`. `onAppear` is called when one has come where none was.
 */
export function watchTrayHost(options: {
  hasHost(): Promise<boolean>;
  schedule: Clock['schedule'];
  onAppear(): void;
}): TrayHostWatch {
  /** null until the first answer: an icon that was put up before it has found its host by itself. */
  let present: boolean | null = null;
  const waiting = new Set<(present: boolean) => void>();

  async function ask(): Promise<boolean> {
    const before = present;
    present = await options.hasHost();
    if (present && before === false) options.onAppear();
    if (present) for (const answer of waiting) answer(true);
    return present;
  }

  async function askAgain(delayMs: number): Promise<void> {
    if ((await ask()) || delayMs > longestDelayMs) return;
    options.schedule(delayMs, () => void askAgain(delayMs * 2));
  }

  void askAgain(firstDelayMs);
  return {
    ask,
    wait: (patienceMs) =>
      present
        ? Promise.resolve(true)
        : new Promise((resolve) => {
            const answer = (found: boolean) => {
              waiting.delete(answer);
              cancel();
              resolve(found);
            };
            const cancel = options.schedule(patienceMs, () => answer(false));
            waiting.add(answer);
          }),
  };
}
