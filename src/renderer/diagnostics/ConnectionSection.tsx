import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { useChat } from '../state/store.ts';
import { Table } from './Table.tsx';
import { connectionWords, featureWords } from './words.ts';

export function ConnectionSection({ diagnostics }: { diagnostics: Diagnostics }) {
  const { t, i18n } = useLingui();
  const dialogs = useChat((state) => state.dialogs);
  const { duplicatesDropped } = diagnostics;
  return (
    <Table
      title={t`Соединение`}
      rows={[
        [t`Состояние`, i18n._(connectionWords[diagnostics.state])],
        [t`Подключений`, String(diagnostics.epoch)],
        [t`Сервер`, diagnostics.server ?? '—'],
        [t`Номер соединения`, diagnostics.socketId ?? '—'],
        [
          t`Умения сервера`,
          diagnostics.features.map((feature) => i18n._(featureWords[feature])).join(', ') || '—',
        ],
        [
          t`Слушает чаты`,
          diagnostics.joinedRooms.map((id) => dialogs.get(id)?.title ?? id).join(', ') || '—',
        ],
        [t`Лишние копии`, t`${duplicatesDropped}, не показаны: одно сообщение приходит несколькими путями`],
      ]}
    />
  );
}
