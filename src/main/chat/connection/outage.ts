/** Why there is no connection: asked once an attempt has failed, one question at a time, forgotten when it is back. */
import type { ConnectionState, ErrorCode } from '../../../shared/domain.ts';

export function createOutage(options: {
  /** Answers null where nothing is wrong, or nobody knows. */
  explain(): Promise<ErrorCode | null>;
  onExplained(): void;
}) {
  let problem: ErrorCode | null = null;
  let asking = false;
  let down = false;

  async function ask(): Promise<void> {
    asking = true;
    const answer = await options.explain().catch(() => null);
    asking = false;
    if (!down || answer === problem) return;
    problem = answer;
    options.onExplained();
  }

  return {
    problem: () => problem,
    follow(state: ConnectionState): void {
      if (state === 'waiting') {
        down = true;
        if (!asking) void ask();
      } else if (state !== 'connecting') {
        down = false;
        problem = null;
      }
    },
  };
}
