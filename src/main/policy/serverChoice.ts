import { mayConnect } from '../network/serverAddress.ts';
import type { PolicyReading } from './readPolicy.ts';

export interface ServerChoice {
  /** Normalised origin; null: the person has to be asked. */
  readonly server: string | null;
  /** The person may not choose another. */
  readonly locked: boolean;
  /** Whether an earlier sign-in at this server may be taken up again. */
  mayUse(server: string): boolean;
  /** The person chose another server: from now on the command line has had its say. */
  choose(server: string): void;
}

/**
 * Which server is used: the policy's lock beats everything, then the command line, then what the person chose, then what
 * the policy presets. While the policy file is broken it may have held a lock, so that what was chosen stays; a lock is
 * written down as chosen for that day.
 */
export function createServerChoice(
  { policy, problem }: PolicyReading,
  sources: { commandLine: string | null; stored(): string | null; store(server: string): void },
): ServerChoice {
  let { commandLine } = sources;
  const allowed = (server: string | null) =>
    server !== null && mayConnect(server, policy.allowInsecureHosts) ? server : null;
  if (policy.lockServer && policy.server !== null && sources.stored() !== policy.server) {
    sources.store(policy.server);
  }
  const isFrozen = () => problem !== null && sources.stored() !== null;

  return {
    get server() {
      if (policy.lockServer) return policy.server;
      if (isFrozen()) return sources.stored();
      return commandLine ?? allowed(sources.stored()) ?? policy.server;
    },
    get locked() {
      return policy.lockServer || isFrozen();
    },
    mayUse: (server) => allowed(server) !== null && (!policy.lockServer || server === policy.server),
    choose(server) {
      commandLine = null;
      sources.store(server);
    },
  };
}
