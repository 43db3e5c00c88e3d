import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { DiagnosticsView } from '../../shared/diagnostics.ts';
import type { Timestamp } from '../../shared/domain.ts';
import { formatDuration } from '../format/duration.ts';
import { useChat } from '../state/store.ts';
import { Table } from './Table.tsx';
import { connectionWords, featureWords } from './words.ts';

/** Less is what networks and clocks do anyway. */
const worthTellingMs = 30_000;

interface Props {
  diagnostics: DiagnosticsView;
  now: Timestamp;
  /** Of this computer; the chats of another one have no names here. */
  isOwn: boolean;
}

export function ConnectionSection({ diagnostics, now, isOwn }: Props) {
  const { t, i18n } = useLingui();
  const dialogs = useChat((state) => state.dialogs);
  const { duplicatesDropped, joinedRooms, liveness, serverAheadMs, connectionHistory } = diagnostics;
  const long = (ms: number) => formatDuration(i18n.locale, ms);
  const ago = (at: Timestamp) => {
    const age = long(Math.max(0, now - at));
    return t`${age} назад`;
  };
  const since = connectionHistory.find(
    ({ state }, index) => state !== connectionHistory[index + 1]?.state,
  )?.at;

  function answerWords(): string {
    if (liveness.ping === null) return '—';
    const answered = ago(liveness.ping.at);
    return t`за ${liveness.ping.tookMs} мс, ${answered}`;
  }

  function clockWords(): string {
    if (serverAheadMs === null) return t`сервер не сообщает время`;
    if (Math.abs(serverAheadMs) < worthTellingMs) return t`идут верно`;
    const difference = long(Math.abs(serverAheadMs));
    return serverAheadMs > 0
      ? t`часы компьютера отстают на ${difference}`
      : t`часы компьютера спешат на ${difference}`;
  }

  const rooms = isOwn
    ? joinedRooms.map((id) => dialogs.get(id)?.title ?? id).join(', ')
    : t`${plural(joinedRooms.length, { one: '# чат', few: '# чата', many: '# чатов', other: '# чата' })}`;
  return (
    <Table
      title={t`Соединение`}
      rows={[
        [t`Состояние`, i18n._(connectionWords[diagnostics.state])],
        [t`В этом состоянии`, since === undefined ? '—' : long(Math.max(0, now - since))],
        [t`Последний сигнал`, liveness.heardAt === null ? '—' : ago(liveness.heardAt)],
        [t`Ответ на проверку`, answerWords()],
        [t`Часы`, clockWords()],
        [t`Подключений`, String(diagnostics.epoch)],
        [t`Сервер`, diagnostics.server ?? '—'],
        [t`Номер соединения`, diagnostics.socketId ?? '—'],
        [
          t`Умения сервера`,
          diagnostics.features.map((feature) => i18n._(featureWords[feature])).join(', ') || '—',
        ],
        [t`Слушает чаты`, rooms || '—'],
        [t`Лишние копии`, t`${duplicatesDropped}, не показаны: одно сообщение приходит несколькими путями`],
      ]}
    />
  );
}
