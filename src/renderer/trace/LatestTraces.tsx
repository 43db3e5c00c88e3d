import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { MessageTrace } from '../../shared/trace.ts';
import { TracePicture } from './TracePicture.tsx';
import { formatDuration, formatMoment } from './times.ts';

const rowsShown = 20;

/** The latest messages' ways; pressing one shows its picture. */
export function LatestTraces({ traces }: { traces: MessageTrace[] }) {
  const [openKey, setOpenKey] = useState<string | null>(null);
  return (
    <section className="pb-4">
      <h3 className="pb-1 text-[0.8125rem] font-semibold text-muted">
        <Trans>Путь сообщений</Trans>
      </h3>
      {traces.length === 0 ? (
        <p className="text-muted">—</p>
      ) : (
        <ul className="text-[0.8125rem]">
          {traces.slice(0, rowsShown).map((trace) => (
            <li key={trace.key} className="border-t border-line">
              <Row
                trace={trace}
                isOpen={trace.key === openKey}
                onToggle={() => setOpenKey(trace.key === openKey ? null : trace.key)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ trace, isOpen, onToggle }: { trace: MessageTrace; isOpen: boolean; onToggle: () => void }) {
  const { t, i18n } = useLingui();
  const { own, startedAt, hops, copies, moreCopies } = trace;
  const count = copies.length + moreCopies;
  const painted = hops.find(({ hop }) => hop === 'painted');
  const took = formatDuration(i18n.locale, painted?.atMs ?? 0);
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex w-full items-center gap-3 py-1 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden="true"
          className={isOpen ? 'size-4 shrink-0 rotate-90 text-muted' : 'size-4 shrink-0 text-muted'}
        />
        <span className="w-28 shrink-0 text-muted tabular-nums">
          {formatMoment(i18n.locale, startedAt, Date.now())}
        </span>
        <span className="w-28 shrink-0">{own ? t`исходящее` : t`входящее`}</span>
        <span className="min-w-0 flex-1 truncate">
          {painted === undefined
            ? t`не показано, копий: ${count}`
            : t`показано через ${took}, копий: ${count}`}
        </span>
      </button>
      {isOpen && (
        <div className="pb-3 pl-7">
          <TracePicture trace={trace} />
        </div>
      )}
    </>
  );
}
