import { parseArgs } from 'node:util';
import { COMMANDS, OPTIONS } from './options.ts';

export interface CommandLine {
  name: 'serve' | 'help' | keyof typeof COMMANDS;
  /** Of backup and restore, else empty. */
  file: string;
  /** By the name of their setting. */
  values: Record<string, string>;
  /** A sentence each. */
  problems: string[];
}

const withFlag = Object.entries(OPTIONS).flatMap(([key, option]) =>
  option.flag === undefined ? [] : [{ key, flag: option.flag, isSwitch: option.isSwitch === true }],
);
const isCommand = (word: string | undefined): word is keyof typeof COMMANDS =>
  word !== undefined && Object.hasOwn(COMMANDS, word);

/** Takes the command line apart, whatever is in it. */
export function readCommandLine(argv: string[]): CommandLine {
  const types = withFlag.map(
    ({ flag, isSwitch }) => [flag, { type: isSwitch ? 'boolean' : 'string' }] as const,
  );
  const { tokens, values: seen } = parseArgs({
    args: argv,
    options: { ...Object.fromEntries(types), help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || token.name === 'help') continue;
    const option = withFlag.find(({ flag }) => flag === token.name);
    const fault = faultOf(token, option);
    if (fault !== null) problems.push(fault);
    else if (option) values[option.key] = token.value ?? '1';
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const [command, file = '', ...rest] = isCommand(words[0]) ? words : ['serve' as const, '', ...words];
  if (command !== 'serve' && file === '') problems.push(`${command} needs the name of a file.`);
  for (const word of rest) problems.push(`«${word}» means nothing here; --help lists what does.`);
  return {
    name: seen['help'] === true ? 'help' : isCommand(command) ? command : 'serve',
    file,
    values,
    problems,
  };
}

function faultOf(
  { rawName, value }: { rawName: string; value?: string | undefined },
  option: { isSwitch: boolean } | undefined,
): string | null {
  if (!option) return `There is no option ${rawName}; --help lists them.`;
  if (option.isSwitch) return value === undefined ? null : `${rawName} takes no value.`;
  return value === undefined ? `${rawName} needs a value.` : null;
}
