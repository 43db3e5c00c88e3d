import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useState } from 'react';
import type { Diagnostics, MessageTrace } from '../../shared/diagnostics.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { formatTime } from '../format/time.ts';
import { isErrorCode } from '../i18n/errors.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';
import { TextScroller } from '../ui/TextScroller.tsx';
import { connectionWords, eventWords, featureWords, hopWords, outboxWords } from './words.ts';

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
      <TextScroller label={t`Диагностика`} className="min-h-0 flex-1 px-5 pb-5">
        {diagnostics && <Report diagnostics={diagnostics} />}
      </TextScroller>
      <Actions server={diagnostics?.server ?? null} />
    </Modal>
  );
}

function Report({ diagnostics }: { diagnostics: Diagnostics }) {
  const { t, i18n } = useLingui();
  const dialogs = useChat((state) => state.dialogs);
  const sentence = useErrorSentence();
  const time = (at: number) => formatTime(i18n.locale, at);
  const { ledger, outbox, events, traces, connectionHistory, duplicatesDropped } = diagnostics;
  const reasonOf = (reason: string | null) =>
    reason === null ? '' : isErrorCode(reason) ? sentence(reason) : reason;
  const wayOf = ({ hops }: MessageTrace) =>
    hops.map(({ hop, atMs }) => `${i18n._(hopWords[hop])} ${atMs}`).join(' → ');
  return (
    <>
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
      <Table
        title={t`Доставка после переподключений`}
        rows={ledger.map(({ at, received, lost }) => [
          time(at),
          t`Получено: ${received} · Потеряно: ${lost}`,
        ])}
      />
      <Table
        title={t`Очередь отправки`}
        rows={outbox.map(({ id, state, attempts }) => [
          id,
          `${i18n._(outboxWords[state])}, ${t`попыток: ${attempts}`}`,
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
          .map(({ at, state, reason }) => [
            time(at),
            [i18n._(connectionWords[state]), reasonOf(reason)].filter(Boolean).join('. '),
          ])}
      />
      <Table
        title={t`Последние события`}
        rows={events.slice(0, rowsShown).map(({ at, name, about }) => {
          const words = eventWords[name];
          return [time(at), `${words ? i18n._(words) : name} ${about ?? ''}`];
        })}
      />
    </>
  );
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

type Told = { about: 'nothing' } | { about: 'saved'; file: string } | { about: 'failed'; code: ErrorCode };

function Actions({ server }: { server: string | null }) {
  const [told, setTold] = useState<Told>({ about: 'nothing' });

  async function save() {
    const result = await call('exportDiagnostics', {});
    if (!result.ok) setTold({ about: 'failed', code: result.error.code });
    else if (result.value.file !== null) setTold({ about: 'saved', file: result.value.file });
  }

  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-3">
      <p role="status" className="min-w-0 flex-1 text-[0.8125rem] text-muted [overflow-wrap:anywhere]">
        <Words told={told} />
      </p>
      <Button kind="secondary" isDisabled={server === null} onPress={() => showScreen('examination')}>
        <Trans>Проверить связь</Trans>
      </Button>
      <Button onPress={() => void save()}>
        <Trans>Сохранить отчёт</Trans>
      </Button>
    </div>
  );
}

function Words({ told }: { told: Told }) {
  const sentence = useErrorSentence();
  switch (told.about) {
    case 'nothing':
      return <Trans>В отчёте нет ни текстов сообщений, ни ключей доступа.</Trans>;
    case 'saved':
      return <Trans>Сохранено: {told.file}</Trans>;
    case 'failed':
      return sentence(told.code);
  }
}
