/** What one part found out and others act on: told by name, so that neither has to know or to wait for the other. */
export interface Facts {
  /** A request was answered: the server is in reach. */
  answered: [];
  /** The server may not know this sign-in any more. */
  authDoubted: [];
  /** Something of this dialog is not here yet; it is looked for, after the delay where one is told. */
  dialogBehind: [dialogId: string, delayMs?: number];
  /** The list holds dialogs that were not known here. */
  dialogsListed: [dialogIds: string[]];
  /** The list knows more of these than any event told. */
  dialogsBehind: [dialogIds: string[]];
  /** Who is in a dialog was told anew: names may be missing. */
  membersTold: [];
  /** The connection, and with it the rooms and what was known of anyone, is gone. */
  disconnected: [];
}

export function createBus() {
  const listeners = new Map<keyof Facts, ((...told: never) => void)[]>();

  return {
    on<Name extends keyof Facts>(name: Name, listener: (...told: Facts[Name]) => void): void {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    tell<Name extends keyof Facts>(name: Name, ...told: Facts[Name]): void {
      for (const listener of listeners.get(name) ?? []) (listener as (...told: Facts[Name]) => void)(...told);
    },
  };
}
