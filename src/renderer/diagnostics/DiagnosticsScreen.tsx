import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useState } from 'react';
import type { Diagnostics, MessageTrace } from '../../shared/diagnostics.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { formatTime } from '../format/time.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call, send } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';

const refreshMs = 1_000;
const rowsShown = 20;

function useDiagnostics(): Diagnostics | null {
  const [diagnostics, setDiagnostics] = useState<Diagnostics | null>(null);
  useEffect(() => {
    const ask = async () => {
      const result = await call('getDiagnostics', {});
      if (result.ok) setDiagnostics(result.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), refreshMs);
    return () => clearInterval(timer);
  }, []);
  return diagnostics;
}

/** What support asks for: states, counts and ids. */
export function DiagnosticsScreen() {
  const { t } = useLingui();
  const diagnostics = useDiagnostics();
  return (
    <Modal
      title={t`Диагностика`}
      isOpen
      onClose={() => showScreen(null)}
      width="max-w-3xl"
      className="h-full"
    >
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 select-text">
        {diagnostics && <Report diagnostics={diagnostics} />}
      </div>
      <Export />
    </Modal>
  );
}

function Report({ diagnostics }: { diagnostics: Diagnostics }) {
  const { t, i18n } = useLingui();
  const time = (at: number) => formatTime(i18n.locale, at);
  const { ledger, outbox, events, traces, connectionHistory } = diagnostics;
  return (
    <>
      <Table
        title={t`Соединение`}
        rows={[
          [t`Состояние`, `${diagnostics.state}, ${diagnostics.epoch}`],
          [t`Сервер`, diagnostics.server ?? '—'],
          [t`Сокет`, diagnostics.socketId ?? '—'],
          [t`Возможности сервера`, diagnostics.features.join(', ') || '—'],
          [t`Комнаты`, diagnostics.joinedRooms.join(', ') || '—'],
          [t`Повторов отброшено`, String(diagnostics.duplicatesDropped)],
        ]}
      />
      <Table
        title={t`Доставка после переподключений`}
        rows={ledger.map(({ at, received, lost, duplicatesDropped }) => [
          time(at),
          t`Получено: ${received} · Потеряно: ${lost} · Повторов отброшено: ${duplicatesDropped}`,
        ])}
      />
      <Table
        title={t`Очередь отправки`}
        rows={outbox.map(({ clientMessageId, state, attempts }) => [
          clientMessageId,
          `${state}, ${attempts}`,
        ])}
      />
      <Table
        title={t`Путь сообщений, мс`}
        rows={traces.slice(0, rowsShown).map((trace) => [trace.key, wayOf(trace)])}
      />
      <Table
        title={t`История соединения`}
        rows={connectionHistory
          .slice(0, rowsShown)
          .map(({ at, epoch, state, reason }) => [
            time(at),
            [state, epoch, reason].filter(Boolean).join(', '),
          ])}
      />
      <Table
        title={t`Последние события`}
        rows={events.slice(0, rowsShown).map(({ at, name, about }) => [time(at), `${name} ${about ?? ''}`])}
      />
    </>
  );
}

function wayOf({ hops }: MessageTrace): string {
  return hops.map(({ hop, atMs }) => `${hop} ${atMs}`).join(' → ');
}

function Table({ title, rows }: { title: string; rows: [string, ReactNode][] }) {
  return (
    <section className="pb-4">
      <h3 className="pb-1 text-[0.8125rem] font-semibold text-muted">{title}</h3>
      {rows.length === 0 ? (
        <p className="text-muted">—</p>
      ) : (
        <table className="w-full table-fixed text-left text-[0.8125rem]">
          <tbody>
            {rows.map(([name, value], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity, and nothing in them is kept.
              <tr key={index} className="border-t border-line align-top">
                <th scope="row" className="w-52 truncate py-1 pr-3 font-normal text-muted">
                  {name}
                </th>
                <td className="py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Export() {
  const sentence = useErrorSentence();
  const [file, setFile] = useState<string | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  async function save() {
    const result = await call('exportDiagnostics', {});
    setFailure(result.ok ? null : result.error.code);
    if (result.ok) setFile(result.value.file);
  }

  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-3">
      <p role="status" className="min-w-0 flex-1 text-[0.8125rem] text-muted [overflow-wrap:anywhere]">
        {failure ? (
          sentence(failure)
        ) : file ? (
          <Trans>Сохранено: {file}</Trans>
        ) : (
          <Trans>В отчёте нет ни текстов сообщений, ни ключей доступа.</Trans>
        )}
      </p>
      <Button kind="secondary" onPress={() => send('retryConnection', {})}>
        <Trans>Проверить соединение</Trans>
      </Button>
      <Button onPress={() => void save()}>
        <Trans>Сохранить отчёт</Trans>
      </Button>
    </div>
  );
}
