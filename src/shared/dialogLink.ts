/** Links to chats, `chat3://dialog/<id>`, by the ids of the wire contract: `dlg_…` or a database id of 24 hex digits. */
export const linkScheme = 'chat3';

/** The whole grammar: nothing before, nothing after, no other spelling. Group 1 is the id. */
export const dialogLinkPattern = /^chat3:\/\/dialog\/(dlg_[a-z0-9]{1,64}|[0-9a-f]{24})$/;

/** null where the id is none that a link can carry. */
export function dialogLink(dialogId: string): string | null {
  const link = `${linkScheme}://dialog/${dialogId}`;
  return dialogLinkPattern.test(link) ? link : null;
}
