/** The only door of the engine: commands in, events out. Knows who is signed in and keeps accounts apart. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { User } from '../../shared/domain.ts';
import type { Happening } from '../../shared/happenings.ts';
import type { SessionView, SignedOutReason } from '../../shared/views.ts';
import { type Account, createAccount } from './account.ts';
import { CommandError } from './commandError.ts';
import { checkedCode, checkedPhone } from './commands/phones.ts';
import type { Carried } from './commands/sending.ts';
import { offlineView } from './connection/connection.ts';
import type { Credentials } from './connection/session.ts';
import type {
  AccountFiles,
  ChatSocketFactory,
  Clock,
  ExplainOutage,
  HttpClient,
  Log,
  Random,
} from './ports.ts';
import { createRestClient } from './rest/rest.ts';
import type { HistoryStore } from './store.ts';
import type { Arrival } from './views/arrivals.ts';
import type { KeptPart } from './views/openWindow.ts';
import type { WindowPlace } from './views/windowReader.ts';

export type { Arrival } from './views/arrivals.ts';

export interface SignedInAccount {
  server: string;
  user: User;
  token: string;
  /** null on servers without sessions. */
  refreshToken: string | null;
}

/** Where sign-ins are kept; its implementation encrypts them. */
export interface Accounts {
  active(): SignedInAccount | null;
  /** False where this machine has no key store: the sign-in then ends with the process. */
  readonly keepsSignIn: boolean;
  signIn(account: SignedInAccount): void;
  updateTokens(tokens: { token: string; refreshToken: string | null }): void;
  /** `erase` also removes everything stored for this person. */
  signOut(erase: boolean): void;
  openHistory(account: SignedInAccount): HistoryStore;
}

export interface EngineOptions {
  accounts: Accounts;
  http: HttpClient;
  createSocket: ChatSocketFactory;
  clock: Clock;
  random: Random;
  /** Draws the pauses between attempts; `random` where absent. */
  pauseRandom?: Random;
  log: Log;
  emit(event: BridgeEvent): void;
  /** Why the server cannot be reached; null: it can, or nobody knows. */
  explainOutage?: ExplainOutage;
  /** Messages that are new here, once each, after they were stored. */
  onArrivals?(arrivals: Arrival[]): void;
  /** Absent: this person sends no files. `token` is asked at every request. */
  openFiles?(account: SignedInAccount, token: () => string): AccountFiles;
  /** What this computer is called among the person's devices. */
  device?: string;
  /** The address to sign in at; null until one is chosen. */
  server(): string | null;
}

export type Engine = ReturnType<typeof createEngine>;

export function createEngine(options: EngineOptions) {
  const { accounts, clock, log } = options;
  let account: Account | null = null;
  let current: SignedInAccount | null = null;
  let session: SessionView = { state: 'signedOut', reason: 'none', keepsSignIn: accounts.keepsSignIn };
  const offline = offlineView(clock.now());

  function setSession(next: SessionView): void {
    session = next;
    options.emit({ type: 'session', session });
  }

  function begin(signedIn: SignedInAccount): void {
    let credentials: Credentials = signedIn;
    current = signedIn;
    const begun = createAccount({
      ...options,
      server: signedIn.server,
      user: signedIn.user,
      credentials: () => credentials,
      saveCredentials: (next) => {
        // An answer that comes after the sign-out is of no sign-in here: the one that is kept by then is another.
        if (account !== begun) return;
        credentials = next;
        current = { ...signedIn, ...current, ...next };
        accounts.updateTokens(next);
      },
      store: accounts.openHistory(signedIn),
      files: options.openFiles?.(signedIn, () => credentials.token),
      // As on a computer that others use as well: what was here is theirs no more (P7.24).
      onSignedOut: (disabled) => (disabled ? end('disabled', true) : end('expired', false)),
    });
    account = begun;
    session = { state: 'signedIn', user: signedIn.user, keepsSignIn: accounts.keepsSignIn };
    begun.start();
  }

  function end(reason: SignedOutReason, erase: boolean): void {
    account?.stop();
    account = null;
    current = null;
    accounts.signOut(erase);
    options.emit({ type: 'connection', connection: offline });
    setSession({ state: 'signedOut', reason, keepsSignIn: accounts.keepsSignIn });
  }

  function signedIn(): Account {
    if (account === null) throw new CommandError('sessionExpired');
    return account;
  }

  function rest() {
    const server = options.server();
    if (server === null) throw new CommandError('addressInvalid');
    return { server, client: createRestClient({ http: options.http, server, token: () => null }) };
  }

  /** What the server answered about the person who asked; nobody else may have signed in meanwhile. */
  function takeOwn(user: User): void {
    if (current?.user.userId !== user.userId) return;
    current = { ...current, user };
    accounts.signIn(current);
    account?.takeOwn(user);
    setSession({ state: 'signedIn', user, keepsSignIn: accounts.keepsSignIn });
  }

  return {
    /** Opens what was signed in last, from the local store, before any connection. */
    start(): void {
      const active = accounts.active();
      if (active !== null) begin(active);
    },
    session: () => session,
    connection: () => account?.connection() ?? offline,
    dialogs: () => account?.dialogs() ?? [],
    dialog: (dialogId: string) => account?.dialog(dialogId) ?? null,
    userName: (userId: string) => account?.userName(userId) ?? null,
    unreadAmong: (keys: string[]) => account?.unreadAmong(keys) ?? [],
    users: () => account?.users() ?? [],
    /** The id of a dialog this account has, by that or by its database id; null where it has none such. */
    findDialog: (id: string): string | null => account?.findDialog(id) ?? null,
    presence: () => account?.presence() ?? { known: false, onlineUserIds: [] },
    openDialogId: () => account?.openDialogId() ?? null,

    async requestCode(phone: string, name?: string): Promise<{ invitedOnly: boolean }> {
      const cleanName = name?.toWellFormed().trim();
      if (cleanName === '') throw new CommandError('nameRequired');
      return rest().client.requestCode(checkedPhone(phone), cleanName);
    },
    async verifyCode(phone: string, code: string): Promise<void> {
      const digits = checkedCode(code);
      const { server, client } = rest();
      const answer = await client.verifyCode(checkedPhone(phone), digits, options.device);
      account?.stop();
      const next: SignedInAccount = { server, ...answer };
      accounts.signIn(next);
      begin(next);
      setSession(session);
      // What is here from an earlier sign-in changes nothing, and would never be told.
      options.emit({ type: 'users', users: signedIn().users() });
      options.emit({ type: 'dialogs', upserted: signedIn().dialogs(), removed: [] });
    },
    /** What was not sent stays for the same person, unless everything is erased. */
    async signOut(eraseHistory: boolean): Promise<void> {
      const leaving = signedIn();
      // The token is forgotten here whatever the server says, and never waits for it.
      void leaving.logOut().catch((error: unknown) => log.info('logOut.failed', { cause: String(error) }));
      end('none', eraseHistory);
    },

    /** The account of the person signed in; throws CommandError when there is none. */
    account: signedIn,
    openDialog: (dialogId: string, place?: WindowPlace): void => signedIn().openDialog(dialogId, place),
    closeDialog: (): void => signedIn().closeDialog(),
    loadMessages: (dialogId: string, direction: 'older' | 'newer') =>
      signedIn().loadMessages(dialogId, direction),
    trimMessages: (dialogId: string, kept: KeptPart) => signedIn().trimMessages(dialogId, kept),
    sendMessage: (dialogId: string, text: string, carried?: Carried): string =>
      signedIn().send(dialogId, text, carried),
    retryMessage: (key: string): void => signedIn().retry(key),
    removeMessage: (key: string): void => signedIn().remove(key),
    saveDraft: (dialogId: string, text: string): void => signedIn().saveDraft(dialogId, text),
    setTyping: (dialogId: string, typing: boolean): void => signedIn().setTyping(dialogId, typing),
    markRead: (dialogId: string, key: string): void => signedIn().markRead(dialogId, key),
    setInView: (dialogId: string, keys: string[]): void => signedIn().setInView(dialogId, keys),
    searchPeople: (query: string): Promise<User[]> => signedIn().searchPeople(query),
    createDialog: (name: string | undefined, memberIds: string[]): Promise<string> =>
      signedIn().createDialog(name, memberIds),

    async updateName(name: string): Promise<void> {
      const cleanName = name.toWellFormed().trim();
      if (cleanName === '') throw new CommandError('nameRequired');
      takeOwn(await signedIn().rename(cleanName));
    },
    requestPhoneCodes: (phone: string): Promise<void> => signedIn().phoneChange.request(phone),
    async changePhone(phone: string, oldCode: string, newCode: string): Promise<void> {
      takeOwn(await signedIn().phoneChange.confirm(phone, oldCode, newCode));
    },

    /** The network came back, the machine woke up, the window got the focus: find out at once. */
    hint: (): void => account?.hint(),
    /** What a check of the connection asks of who is signed in; undefined: nobody is. */
    examined: () => account?.examined,
    diagnostics: (): Diagnostics =>
      account?.diagnostics() ?? {
        state: 'offline',
        epoch: 0,
        socketId: null,
        server: options.server(),
        features: [],
        joinedRooms: [],
        outbox: [],
        duplicatesDropped: 0,
        listeners: 0,
        ledger: [],
        connectionHistory: [],
        events: [],
        traces: [],
        liveness: { heardAt: null, ping: null },
        serverAheadMs: null,
      },
    /** What a replay needs; empty where nobody is signed in. */
    happenings: (): Happening[] => account?.happenings() ?? [],
    stop(): void {
      account?.stop();
      account = null;
    },
  };
}
