import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { ErrorCode, Feature } from '../../shared/domain.ts';
import type { ExaminationStep, ExaminationView, Finding } from '../../shared/examination.ts';
import { featureWords } from '../diagnostics/words.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call, send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { Modal } from '../ui/Modal.tsx';
import { TextScroller } from '../ui/TextScroller.tsx';
import { stepWords, useFindingSentence } from './examinationWords.ts';

/** Over whatever is there: the server that is used, and the sign-in there. */
export function ExaminationScreen() {
  return <ExaminationSheet onClose={() => showScreen(null)} />;
}

/** Checks the connection as soon as it is there, and ends the check with itself (S24.4). */
export function ExaminationSheet({ address, onClose }: { address?: string; onClose: () => void }) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const examination = useChat((state) => state.examination);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  const begin = useCallback(async () => {
    setFailure(null);
    const result = await call('examineServer', address === undefined ? {} : { address });
    if (!result.ok) setFailure(result.error.code);
  }, [address]);

  useEffect(() => {
    void begin();
    return () => send('endExamination', {});
  }, [begin]);

  return (
    <Modal title={t`Проверка связи`} isOpen onClose={onClose} width="max-w-xl">
      <TextScroller label={t`Проверка связи`} className="min-h-0 flex-1 px-5 pb-4">
        {failure && (
          <p role="alert" className="text-danger">
            {sentence(failure)}
          </p>
        )}
        {examination && !failure && <Progress examination={examination} />}
      </TextScroller>
      <div className="flex items-center gap-3 border-t border-line px-5 py-3">
        <p role="status" className="min-w-0 flex-1 text-[0.8125rem] text-muted">
          {examination && !failure && <Verdict examination={examination} />}
        </p>
        <Button
          kind="secondary"
          isDisabled={failure === null && examination?.done !== true}
          onPress={() => void begin()}
        >
          <Trans>Проверить ещё раз</Trans>
        </Button>
      </div>
    </Modal>
  );
}

function Verdict({ examination: { findings, done } }: { examination: ExaminationView }) {
  if (!done) return <Trans>Проверяем…</Trans>;
  return findings.every(({ ok }) => ok) ? (
    <Trans>Связь в порядке.</Trans>
  ) : (
    <Trans>Что делать, написано у шага, который не держится.</Trans>
  );
}

function Progress({ examination }: { examination: ExaminationView }) {
  const { server, steps, findings, done } = examination;
  const greeted = findings.find((finding) => finding.step === 'connection');
  return (
    <>
      <p className="truncate pb-2 text-[0.8125rem] text-muted" title={server}>
        {server}
      </p>
      <ol>
        {steps.map((step, index) => (
          <Step key={step} step={step} finding={findings[index]} isNow={index === findings.length && !done} />
        ))}
      </ol>
      {done && greeted?.ok === true && (
        <Features features={greeted.found === 'introduced' ? greeted.features : []} />
      )}
    </>
  );
}

const looks = {
  held: { icon: Check, className: 'text-online' },
  failed: { icon: X, className: 'text-danger' },
  now: { icon: LoaderCircle, className: 'animate-spin text-accent' },
  waiting: { icon: Circle, className: 'text-muted opacity-50' },
};

function Step({
  step,
  finding,
  isNow,
}: {
  step: ExaminationStep;
  finding: Finding | undefined;
  isNow: boolean;
}) {
  const { t, i18n } = useLingui();
  const sentence = useFindingSentence();
  const state = finding ? (finding.ok ? 'held' : 'failed') : isNow ? 'now' : 'waiting';
  const stateWords = {
    held: t`Держится`,
    failed: t`Не держится`,
    now: t`Проверяем…`,
    waiting: t`Ещё не проверено`,
  };
  const { icon: Icon, className } = looks[state];
  const ms = finding?.ms;
  return (
    <li data-step={step} data-state={state} className="flex gap-3 border-t border-line py-2 first:border-t-0">
      <Icon
        role="img"
        aria-label={stateWords[state]}
        className={classNames('mt-0.5 size-4 shrink-0', className)}
      />
      <div className="min-w-0 flex-1">
        <p className={classNames('font-medium', state === 'waiting' && 'text-muted')}>
          {i18n._(stepWords[step])}
        </p>
        {finding && (
          <p
            className={classNames(
              'text-[0.8125rem] [overflow-wrap:anywhere]',
              finding.ok ? 'text-muted' : 'text-danger',
            )}
          >
            {sentence(finding)}
          </p>
        )}
      </div>
      {ms !== undefined && (
        <span className="shrink-0 text-[0.8125rem] text-muted tabular-nums">{t`${ms} мс`}</span>
      )}
    </li>
  );
}

/** What this server can do, and what not. */
function Features({ features }: { features: Feature[] }) {
  const { t, i18n } = useLingui();
  return (
    <table className="mt-3 w-full text-left text-[0.8125rem]">
      <caption className="pb-1 text-left font-semibold text-muted">{t`Что умеет этот сервер`}</caption>
      <tbody>
        {(Object.keys(featureWords) as Feature[]).map((feature) => (
          <tr key={feature} className="border-t border-line">
            <th scope="row" className="py-1 pr-3 font-normal">
              {i18n._(featureWords[feature])}
            </th>
            <td
              className={classNames('w-16 py-1', features.includes(feature) ? 'text-online' : 'text-muted')}
            >
              {features.includes(feature) ? t`да` : t`нет`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
