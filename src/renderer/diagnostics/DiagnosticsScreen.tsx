import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { DiagnosticsView } from '../../shared/diagnostics.ts';
import type { Timestamp } from '../../shared/domain.ts';
import type { Report } from '../../shared/report.ts';
import { formatFullTime } from '../format/time.ts';
import { call } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { LatestTraces } from '../trace/LatestTraces.tsx';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';
import { TextScroller } from '../ui/TextScroller.tsx';
import { Actions } from './Actions.tsx';
import { ConnectionSection } from './ConnectionSection.tsx';
import { DeliveryLedger } from './DeliveryLedger.tsx';
import { EventsSection } from './EventsSection.tsx';
import { HistorySection } from './HistorySection.tsx';
import { OutboxSection } from './OutboxSection.tsx';
import { SystemSection } from './SystemSection.tsx';
import { TimelinePicture } from './TimelinePicture.tsx';

const refreshMs = 1_000;

interface Seen {
  diagnostics: DiagnosticsView;
  /** Local time of the computer that it is of. */
  at: Timestamp;
}

function useDiagnostics(): Seen | null {
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    const ask = async () => {
      const result = await call('getDiagnostics', {});
      if (result.ok) setSeen({ diagnostics: result.value, at: Date.now() });
    };
    void ask();
    const timer = setInterval(() => void ask(), refreshMs);
    return () => clearInterval(timer);
  }, []);
  return seen;
}

/** What support asks for: states, counts and ids; of here and now, or of a report that was saved. */
export function DiagnosticsScreen() {
  const { t } = useLingui();
  const here = useDiagnostics();
  const [report, setReport] = useState<Report | null>(null);
  const seen = report ?? here;
  return (
    <Modal
      title={t`Диагностика`}
      isOpen
      onClose={() => showScreen(null)}
      width="max-w-3xl"
      className="h-full"
    >
      {report && <ReportBand report={report} onClose={() => setReport(null)} />}
      <TextScroller label={t`Диагностика`} className="min-h-0 flex-1 px-5 pt-3 pb-5">
        {seen && <Sections {...seen} isOwn={report === null} />}
      </TextScroller>
      <Actions server={here?.diagnostics.server ?? null} isOwn={report === null} onOpened={setReport} />
    </Modal>
  );
}

function ReportBand({ report, onClose }: { report: Report; onClose: () => void }) {
  const { i18n } = useLingui();
  const time = formatFullTime(i18n.locale, report.at);
  return (
    <div className="flex items-center gap-3 border-y border-line bg-accent-soft px-5 py-2">
      <p className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">
        <Trans>
          Отчёт от {time} с компьютера {report.machine}
        </Trans>
      </p>
      <Button kind="quiet" onPress={onClose}>
        <Trans>Вернуться</Trans>
      </Button>
    </div>
  );
}

function Sections({ diagnostics, at, isOwn }: Seen & { isOwn: boolean }) {
  const { ledger, outbox, events, traces, connectionHistory } = diagnostics;
  return (
    <>
      <TimelinePicture history={connectionHistory} now={at} />
      <ConnectionSection diagnostics={diagnostics} now={at} isOwn={isOwn} />
      <DeliveryLedger entries={ledger} />
      <OutboxSection outbox={outbox} />
      <LatestTraces traces={traces} />
      <HistorySection connectionHistory={connectionHistory} />
      <EventsSection events={events} />
      <SystemSection {...diagnostics} />
    </>
  );
}
