/** Checks of the connection that the page asks for: one at a time, told as it goes on, ended when nobody looks (S24.4). */
import type { BridgeEvent } from '../shared/bridge.ts';
import type { ExaminationView } from '../shared/examination.ts';
import type { Clock } from './chat/ports.ts';
import { type Examined, examine, stepsOf, type Way } from './network/examination.ts';

export type Examinations = ReturnType<typeof createExaminations>;

export function createExaminations(options: {
  way: Way;
  clock: Pick<Clock, 'elapsed'>;
  emit(event: BridgeEvent): void;
}) {
  let current = new AbortController();

  return {
    /** @param examined undefined: it ends before the sign-in */
    start(address: string, examined: Examined | undefined): void {
      current.abort();
      current = new AbortController();
      const { signal } = current;
      const examination = { ...options, address, examined, signal };
      let view: ExaminationView = { server: address, steps: stepsOf(examination), findings: [], done: false };
      const tell = (change: Partial<ExaminationView>) => {
        view = { ...view, ...change };
        options.emit({ type: 'examination', examination: view });
      };
      tell({});
      const onFinding: Parameters<typeof examine>[0]['onFinding'] = (finding) => {
        const findings = [...view.findings, finding];
        tell({ findings, done: !finding.ok || findings.length === view.steps.length });
      };
      void examine({ ...examination, onFinding });
    },
    end(): void {
      current.abort();
      options.emit({ type: 'examination', examination: null });
    },
  };
}
