/** Files that Linux desktops start programs by: https://specifications.freedesktop.org/desktop-entry-spec/latest/ */
import type { Command } from '../profiles.ts';

/** The text of an entry that runs the command. */
export function desktopEntry(options: { name: string; command: Command; icon: string | null }): string {
  const { name, command, icon } = options;
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${asString(name)}`,
    `Exec=${asString([command.file, ...command.args].map(asArgument).join(' '))}`,
    ...(icon === null ? [] : [`Icon=${asString(icon)}`]),
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether the desktop starts it: people switch entries off in their desktop's own settings. */
export function isEntryEnabled(text: string): boolean {
  return !/^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(text);
}

/** Quoted always: every character that means something to anybody is then safe. `%` would begin a field code. */
function asArgument(text: string): string {
  return `"${text.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

/** The escapes of every string value come after those of the argument. */
function asString(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
}
