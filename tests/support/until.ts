const intervalMs = 25;

/**
 * Asks again and again until the answer is truthy, and resolves with it. For conditions that no event announces.
 * @throws Error naming the condition and the last answer, after `timeoutMs`
 */
export async function until<T>(
  condition: string,
  ask: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) {
      throw new Error(`Not in ${timeoutMs} ms: ${condition} (last: ${JSON.stringify(answer)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
