/** Opens the chat that a link names as soon as that is possible: signed in, list of chats known, page loaded. */

export interface DeepLinkOpenerOptions {
  /** The page listens. */
  isPageReady(): boolean;
  isSignedIn(): boolean;
  /** The id by which this account knows the chat; null where it does not. */
  find(dialogId: string): string | null;
  /** The server's list of chats has been read: what is not in it, the account does not have. */
  isListComplete(): boolean;
  show(dialogId: string): void;
  /** Says that this account has no such chat. */
  refuse(): void;
}

export type DeepLinkOpener = ReturnType<typeof createDeepLinkOpener>;

export function createDeepLinkOpener(options: DeepLinkOpenerOptions) {
  let wanted: string | null = null;

  /** Call whenever one of the conditions may have changed. */
  function review(): void {
    if (wanted === null || !options.isPageReady() || !options.isSignedIn()) return;
    const dialogId = options.find(wanted);
    if (dialogId === null && !options.isListComplete()) return;
    wanted = null;
    if (dialogId === null) options.refuse();
    else options.show(dialogId);
  }

  return {
    review,
    /** A later link takes the place of one that still waits. */
    open(dialogId: string): void {
      wanted = dialogId;
      review();
    },
  };
}
