import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { call } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { Modal } from '../ui/Modal.tsx';
import { TextScroller } from '../ui/TextScroller.tsx';
import { Actions } from './Actions.tsx';
import { ConnectionSection } from './ConnectionSection.tsx';
import { EventsSection } from './EventsSection.tsx';
import { HistorySection } from './HistorySection.tsx';
import { LedgerSection } from './LedgerSection.tsx';
import { OutboxSection } from './OutboxSection.tsx';
import { TracesSection } from './TracesSection.tsx';

const refreshMs = 1_000;

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
  const { ledger, outbox, events, traces, connectionHistory } = diagnostics;
  return (
    <>
      <ConnectionSection diagnostics={diagnostics} />
      <LedgerSection ledger={ledger} />
      <OutboxSection outbox={outbox} />
      <TracesSection traces={traces} />
      <HistorySection connectionHistory={connectionHistory} />
      <EventsSection events={events} />
    </>
  );
}
