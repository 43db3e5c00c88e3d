/** Characters that turn text around, and keeping names from turning around what stands beside them. */

const turning = /[\u202A-\u202E\u2066-\u2069]/g;

/** Without embeddings, overrides and isolates; what is written from right to left stays so by its own letters. */
export function withoutBidiControls(text: string): string {
  return text.replace(turning, '');
}

const rightToLeft = /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * For a sentence of plain text: between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE where the name could turn
 * it around. Elements take `<bdi>`.
 */
export function isolated(name: string): string {
  const plain = withoutBidiControls(name);
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}
