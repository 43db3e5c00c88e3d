/**
 * What an administrator decides for everybody on this machine. Read once, before the command line: where both speak, the
 * policy wins.
 */
import { z } from 'zod';
import { isLoopback, parseServerAddress } from '../network/serverAddress.ts';

export interface MachinePolicy {
  /** Normalised origin that presets the server; null: the person is asked. */
  server: string | null;
  /** The server is this one, whatever settings, command line or an earlier sign-in say. Needs `server`. */
  lockServer: boolean;
  /** Host names in lower case, without scheme and port, to which connections need not be encrypted. */
  allowInsecureHosts: readonly string[];
  /** Where updates come from: https, or http on this machine; null: from where the build says. */
  updateUrl: string | null;
}

export const noPolicy: MachinePolicy = {
  server: null,
  lockServer: false,
  allowInsecureHosts: [],
  updateUrl: null,
};

const host = z
  .string()
  .max(253)
  .transform((typed) => typed.toLowerCase())
  .refine(isHostName);

const updateUrl = z.url().max(2_000).refine(isUpdateUrl);

export const policySchema: z.ZodType<MachinePolicy> = z
  .strictObject({
    server: z.string().max(2_000).optional(),
    lockServer: z.boolean().default(false),
    allowInsecureHosts: z.array(host).max(100).default([]),
    updateUrl: updateUrl.optional(),
  })
  .transform((file, context) => {
    const server = file.server === undefined ? null : originOf(file.server, file.allowInsecureHosts);
    if (file.server !== undefined && server === null) {
      context.addIssue({ code: 'custom', path: ['server'], message: 'Not an address that may be used' });
    }
    // A lock without an address would leave nothing to connect to.
    if (file.lockServer && file.server === undefined) {
      context.addIssue({ code: 'custom', path: ['lockServer'], message: 'Needs a server' });
    }
    return { ...file, server, updateUrl: file.updateUrl ?? null };
  });

function originOf(typed: string, allowInsecureHosts: readonly string[]): string | null {
  const parsed = parseServerAddress(typed, allowInsecureHosts);
  return parsed.ok ? parsed.address : null;
}

/** Only what the URL parser leaves as it is names a host: no scheme, port, path, wildcard or other spelling. */
function isHostName(name: string): boolean {
  return URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name && !/[*%]/.test(name);
}

function isUpdateUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
