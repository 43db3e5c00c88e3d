/** A report of what is known now, without anything that names people or says what they wrote (S23.2). */
import type { ComparedRange, DiagnosticsView } from '../../shared/diagnostics.ts';
import type { Position } from '../../shared/domain.ts';
import type { Happening } from '../../shared/happenings.ts';
import { type Report, reportVersion } from '../../shared/report.ts';
import { createPseudonyms, type IdKind } from './pseudonyms.ts';

type Pseudonym = ReturnType<typeof createPseudonyms>;

export function buildReport(content: {
  at: number;
  machine: string;
  diagnostics: DiagnosticsView;
  happenings: Happening[];
}): Report {
  const pseudonym = createPseudonyms();
  const { at, diagnostics } = content;
  return {
    kind: 'chat3-diagnostics',
    version: reportVersion,
    at,
    machine: plain(content.machine),
    // In the order in which they happened, so that the ids count up.
    happenings: content.happenings.map((happening) => disguised(happening, pseudonym)),
    diagnostics: {
      ...diagnostics,
      joinedRooms: diagnostics.joinedRooms.map((id) => pseudonym('dlg', id)),
      outbox: diagnostics.outbox.map((job) => ({
        ...job,
        id: pseudonym('job', job.id),
        dialogId: pseudonym('dlg', job.dialogId),
      })),
      ledger: diagnostics.ledger.map((entry) => ({
        ...entry,
        awaited: entry.awaited.map((id) => pseudonym('dlg', id)),
        ranges: entry.ranges.map((range) => disguisedRange(range, pseudonym)),
      })),
      events: diagnostics.events.map((event) => ({ ...event, about: about(event.about, pseudonym) })),
      traces: diagnostics.traces.map((trace) => ({
        ...trace,
        key: pseudonym('msg', trace.key),
        messageId: trace.messageId && pseudonym('msg', trace.messageId),
        clientMessageId: null,
        dialogId: pseudonym('dlg', trace.dialogId),
      })),
      system: {
        ...diagnostics.system,
        desktop: diagnostics.system.desktop && plain(diagnostics.system.desktop),
      },
    },
  };
}

/** `chat3-diagnostics-2026-11-28-1432-HOST.json`, by local time. */
export function reportFileName({ at, machine }: { at: number; machine: string }): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const host = machine.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'computer';
  return `chat3-diagnostics-${day}-${two(date.getHours())}${two(date.getMinutes())}-${host}.json`;
}

function disguisedRange(range: ComparedRange, pseudonym: Pseudonym): ComparedRange {
  const place = (position: Position | null) => position && { ...position, id: pseudonym('msg', position.id) };
  return {
    ...range,
    dialogId: pseudonym('dlg', range.dialogId),
    from: place(range.from),
    to: place(range.to),
    differences: range.differences.map(({ kind, id }) => ({
      kind,
      id: id.startsWith('#') ? id : pseudonym('msg', id),
    })),
  };
}

function disguised(happening: Happening, pseudonym: Pseudonym): Happening {
  const name = (kind: IdKind, id: string | null) => (id === null ? null : pseudonym(kind, id));
  switch (happening.kind) {
    case 'event':
      return { ...happening, about: about(happening.about, pseudonym) };
    case 'request':
      return {
        ...happening,
        dialog: name('dlg', happening.dialog),
        message: name('msg', happening.message),
      };
    case 'arrival':
    case 'send':
      return {
        ...happening,
        dialog: pseudonym('dlg', happening.dialog),
        message: pseudonym('msg', happening.message),
      };
    case 'open':
      return { ...happening, dialog: name('dlg', happening.dialog) };
    default:
      return happening;
  }
}

function about(id: string | null, pseudonym: Pseudonym): string | null {
  return id === null ? null : pseudonym(id.slice(0, 3) as IdKind, id);
}

/** What a machine is called may hold any character; the format takes few. */
function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N} .,:;_+()/-]+/gu, '-').slice(0, 100);
}
