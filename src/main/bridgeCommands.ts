import { z } from 'zod';
import { type CommandResult, type CommandResults, commandArguments } from '../shared/bridge.ts';
import { type CommandName, commandNames } from '../shared/bridgeNames.ts';
import type { ErrorCode } from '../shared/domain.ts';
import { isErrorCode } from '../shared/errorCodes.ts';
import type { Log } from './chat/ports.ts';

/** One function a command; failures are thrown as objects whose `code` is an ErrorCode. */
export type CommandHandlers = {
  [Name in CommandName]: (input: z.output<(typeof commandArguments)[Name]>) => Promise<CommandResults[Name]>;
};

export const invalidArguments = failure('invalidArguments');

/** Checks name and arguments, runs the handler and turns whatever it throws into a code. Never rejects. */
export async function runCommand(
  handlers: CommandHandlers,
  log: Log,
  name: unknown,
  input: unknown,
): Promise<CommandResult<unknown>> {
  if (!isCommandName(name)) return invalidArguments;
  const parsed = z.safeParse(commandArguments[name], input);
  if (!parsed.success) {
    log.warn('bridge.invalidArguments', { command: name });
    return invalidArguments;
  }
  try {
    const handler = handlers[name] as (input: unknown) => Promise<unknown>;
    return { ok: true, value: await handler(parsed.data) };
  } catch (error) {
    const code = codeOf(error);
    if (code) return failure(code);
    log.warn('bridge.commandFailed', { command: name, cause: causeOf(error) });
    return failure('internal');
  }
}

function failure(code: ErrorCode): { ok: false; error: { code: ErrorCode } } {
  return { ok: false, error: { code } };
}

function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && (commandNames as readonly string[]).includes(name);
}

function codeOf(error: unknown): ErrorCode | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return isErrorCode(error.code) ? error.code : null;
}

/** Where it happened, without the message: that may quote what a person wrote. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /\n\s*at ([^\n]+)/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name} ${place}`.trim();
}
