import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { DiagnosticsView } from '../../shared/diagnostics.ts';
import { formatBytes } from '../format/bytes.ts';
import { Table } from './Table.tsx';

/** What the systems are called by those who made them. */
const systems: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

export function SystemSection({ app, system, storage }: Pick<DiagnosticsView, 'app' | 'system' | 'storage'>) {
  const { t, i18n } = useLingui();
  const name = [systems[system.platform] ?? system.platform, system.release].filter(Boolean).join(' ');

  function storageWords(): string {
    if (storage === null) return '—';
    const size = formatBytes(i18n.locale, storage.bytes);
    const messages = t`${plural(storage.messages, { one: '# сообщение', few: '# сообщения', many: '# сообщений', other: '# сообщения' })}`;
    return `${messages}, ${size}`;
  }

  return (
    <Table
      title={t`Компьютер и программа`}
      rows={[
        [t`Программа`, `Chat3 Desktop ${app.version}`],
        [t`Основа`, `Electron ${app.electron}, Chromium ${app.chromium}`],
        [t`Система`, [name, system.desktop].filter(Boolean).join(', ')],
        [t`Язык системы`, languageName(i18n.locale, system.locale)],
        [t`Хранится здесь`, storageWords()],
      ]}
    />
  );
}

/** What is no language, as a report may say, is shown as it is. */
function languageName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
  } catch {
    return code || '—';
  }
}
