/** The files of whoever is signed in, for the engine, the page and its commands. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import { CommandError } from '../chat/commandError.ts';
import type { SignedInAccount } from '../chat/engine.ts';
import type { AccountFiles, Clock, Log } from '../chat/ports.ts';
import type { FileRequest } from '../network/fileRequests.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { type OpenAccountFiles, openAccountFiles } from './accountFiles.ts';
import { serveFile } from './serveFile.ts';

export interface FilesOptions {
  openStore(account: SignedInAccount): FileStore;
  request: FileRequest;
  clock: Clock;
  log: Log;
  emit(event: BridgeEvent): void;
}

export type Files = ReturnType<typeof createFiles>;

export function createFiles({ openStore, ...options }: FilesOptions) {
  let open: OpenAccountFiles | null = null;

  return {
    open(account: SignedInAccount, token: () => string): AccountFiles {
      const { server } = account;
      const opened = openAccountFiles({ ...options, store: openStore(account), server, token });
      open = opened;
      const close = () => {
        if (open === opened) open = null;
        opened.forEngine.close();
      };
      return { ...opened.forEngine, close };
    },
    /** Throws CommandError where nobody is signed in. */
    account(): OpenAccountFiles {
      if (open === null) throw new CommandError('sessionExpired');
      return open;
    },
    serve: (request: Request) => serveFile(open, request),
  };
}
