const intervalMs = 25;

/** Nothing in Electron's main process holds on to what Playwright waits for: a collection at the wrong moment takes it. */
const collected = /promise was (garbage )?collected/i;

/**
 * Asks again and again until the answer is truthy, and resolves with it. For conditions that no event announces.
 * @throws Error naming the condition and the last answer, after `timeoutMs`
 */
export async function until<T>(
  condition: string,
  ask: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await answerOf(ask);
    if (answer) return answer;
    if (performance.now() > deadline) {
      throw new Error(`Not in ${timeoutMs} ms: ${condition} (last: ${JSON.stringify(answer)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

async function answerOf<T>(ask: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && collected.test(error.message)) return undefined;
    throw error;
  }
}
