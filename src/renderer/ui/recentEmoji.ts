const storageKey = 'chat3.recentEmoji';
/** Two rows. */
const kept = 16;

/** Latest first. */
export function recentEmoji(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string').slice(0, kept) : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(emoji: string): void {
  const others = recentEmoji().filter((entry) => entry !== emoji);
  localStorage.setItem(storageKey, JSON.stringify([emoji, ...others].slice(0, kept)));
}
