import { describe, expect, it } from 'vitest';
import { desktopEntry, isEntryEnabled } from './desktopEntry.ts';

const exec = (file: string, ...args: string[]) =>
  /^Exec=(.*)$/m.exec(desktopEntry({ name: 'x', command: { file, args }, icon: null }))?.[1];

describe('desktopEntry', () => {
  it('is an entry that desktops understand', () => {
    const command = { file: '/opt/Chat3 Desktop/chat3-desktop', args: ['--profile=rabota', '--hidden'] };
    expect(desktopEntry({ name: 'Chat3 Desktop', command, icon: '/opt/icon.png' })).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Name=Chat3 Desktop',
        'Exec="/opt/Chat3 Desktop/chat3-desktop" "--profile=rabota" "--hidden"',
        'Icon=/opt/icon.png',
        'Terminal=false',
        'StartupNotify=false',
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
  });

  // The examples of the specification: a literal dollar is \\$, a literal backslash \\\\, a literal per cent %%.
  it.each([
    ['/a$b', '"/a\\\\$b"'],
    ['/a\\b', '"/a\\\\\\\\b"'],
    ['/a"b', '"/a\\\\"b"'],
    ['/a`b', '"/a\\\\`b"'],
    ['/a%b', '"/a%%b"'],
    ['/a\nHidden=true', '"/a\\nHidden=true"'],
    ['/дом/чат', '"/дом/чат"'],
  ])('%j becomes %s', (file, written) => {
    expect(exec(file)).toBe(written);
  });
});

it.each([
  ['[Desktop Entry]\nHidden=true\n', false],
  ['X-GNOME-Autostart-enabled=false', false],
  ['X-GNOME-Autostart-enabled = FALSE', false],
  ['X-GNOME-Autostart-enabled=true\nHidden=false', true],
  ['', true],
])('%j is on: %s', (text, enabled) => {
  expect(isEntryEnabled(text)).toBe(enabled);
});
