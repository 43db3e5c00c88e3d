/** Ids of the contract; anything else in a payload may be somebody's words. */
const publicId = /^(msg|dlg|usr)_[A-Za-z0-9_-]{1,64}$/;

/** The first id that an event names, of a message before all; null: none that is one. */
export function idIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { messageId, dialogId, userId } = payload as Record<string, unknown>;
  const id = [messageId, dialogId, userId].find((value) => typeof value === 'string' && publicId.test(value));
  return typeof id === 'string' ? id : null;
}
