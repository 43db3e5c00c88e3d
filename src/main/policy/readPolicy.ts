/** Finds and reads the machine policy file. The decision on broken files: docs/decisions/0010-machine-policy.md. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, posix, win32 } from 'node:path';
import type { z } from 'zod';
import type { PolicyProblem } from '../../shared/views.ts';
import { type MachinePolicy, noPolicy, policySchema } from './machinePolicy.ts';

export interface PolicyReading {
  policy: MachinePolicy;
  /** What is wrong with the file; the policy is then `noPolicy`, and the server in use must not be changed. */
  problem: PolicyProblem | null;
}

const largestFileBytes = 64 * 1024;

/**
 * Absolute, and the same for everybody on the machine: no environment variable has a say, since everybody may set those
 * for themselves.
 */
export function policyPath(platform: NodeJS.Platform, home: string = userInfo().homedir): string {
  switch (platform) {
    case 'win32': {
      const drive = /^[a-z]:/i.exec(home)?.[0] ?? 'C:';
      return win32.join(`${drive}\\ProgramData`, 'Chat3 Desktop', 'policy.json');
    }
    case 'darwin':
      return '/Library/Application Support/Chat3 Desktop/policy.json';
    default:
      return posix.join('/etc', 'chat3-desktop', 'policy.json');
  }
}

/**
 * No file, no policy. `administrator` is the user id that must own the file and its folder; null where owners are not
 * numbers (Windows).
 */
export function readPolicy(path: string, administrator: number | null): PolicyReading {
  try {
    const text = readFile(path, administrator);
    return text === null ? { policy: noPolicy, problem: null } : { policy: parse(text), problem: null };
  } catch (error) {
    const { fault, field } =
      error instanceof BrokenPolicy ? error : { fault: 'unreadable' as const, field: null };
    return { policy: noPolicy, problem: { path, fault, field } };
  }
}

class BrokenPolicy extends Error {
  readonly fault: PolicyProblem['fault'];
  readonly field: string | null;
  constructor(fault: PolicyProblem['fault'], field: string | null = null) {
    super(fault);
    this.fault = fault;
    this.field = field;
  }
}

function readFile(path: string, administrator: number | null): string | null {
  const file = open(path);
  if (file === null) return null;
  try {
    const about = fstatSync(file);
    if (!about.isFile()) throw new BrokenPolicy('unreadable');
    if (administrator !== null && !onlyFor(administrator, about, statSync(dirname(path)))) {
      throw new BrokenPolicy('notProtected');
    }
    if (about.size > largestFileBytes) throw new BrokenPolicy('tooLarge');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function open(path: string): number | null {
  try {
    // A named pipe would keep a plain open waiting for ever.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    // A link to a place that is not there now, as a share, is a policy that cannot be read.
    if (code === 'ENOTDIR' || (code === 'ENOENT' && !isLink(path) && !isLink(dirname(path)))) return null;
    throw error;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Whoever else could write the file or put another in its place would be the administrator. */
function onlyFor(administrator: number, ...places: Stats[]): boolean {
  return places.every(({ uid, mode }) => uid === administrator && (mode & 0o022) === 0);
}

function parse(text: string): MachinePolicy {
  const parsed = policySchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') throw new BrokenPolicy('unknownField', issue.keys[0] ?? null);
  throw new BrokenPolicy('wrongValue', issue ? fieldOf(issue) : null);
}

function parseJson(text: string): unknown {
  try {
    // Windows' own editor marks its files so.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new BrokenPolicy('notJson');
  }
}

function fieldOf({ path }: z.core.$ZodIssue): string | null {
  return path.length === 0 ? null : path.map(String).join('.');
}
