import type { CommandInput, CommandResult, CommandResults } from '../../shared/bridge.ts';
import type { CommandName } from '../../shared/bridgeNames.ts';

/** Calls a command of the main process. Never rejects: what the bridge itself throws becomes `internal`. */
export async function call<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandResult<CommandResults[Name]>> {
  try {
    const command = window.chat3[name] as (
      input: CommandInput<Name>,
    ) => Promise<CommandResult<CommandResults[Name]>>;
    return await command(input);
  } catch (error) {
    console.error('bridge', name, error instanceof Error ? error.name : 'unknown');
    return { ok: false, error: { code: 'internal' } };
  }
}

/** For commands whose outcome the person cannot act on, such as typing signals. */
export function send<Name extends CommandName>(name: Name, input: CommandInput<Name>): void {
  void call(name, input);
}
