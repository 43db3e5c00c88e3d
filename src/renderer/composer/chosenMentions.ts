/** Whom the person has chosen while writing, by chat and in that order: it tells namesakes apart when the text is sent. */
const chosen = new Map<string, string[]>();

export function noteChosen(dialogId: string, userId: string): void {
  chosen.set(dialogId, [...(chosen.get(dialogId) ?? []), userId]);
}

/** Ready to be spread into the command that sends; the next text begins anew. */
export function takeChosen(dialogId: string): { mentioned?: string[] } {
  const mentioned = chosen.get(dialogId);
  chosen.delete(dialogId);
  return mentioned === undefined ? {} : { mentioned };
}

/** For the next person: nothing of it was theirs. */
export function forgetChosen(): void {
  chosen.clear();
}
