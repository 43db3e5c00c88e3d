import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import type { Report } from '../../shared/report.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';

type Told = { about: 'nothing' } | { about: 'saved'; file: string } | { about: 'failed'; code: ErrorCode };

interface Props {
  server: string | null;
  /** What is shown is of here and now, and not of a report. */
  isOwn: boolean;
  onOpened: (report: Report) => void;
}

export function Actions({ server, isOwn, onOpened }: Props) {
  const [told, setTold] = useState<Told>({ about: 'nothing' });

  async function save() {
    const result = await call('exportDiagnostics', {});
    if (!result.ok) setTold({ about: 'failed', code: result.error.code });
    else if (result.value.file !== null) setTold({ about: 'saved', file: result.value.file });
  }

  async function open() {
    const result = await call('openReport', {});
    if (!result.ok) setTold({ about: 'failed', code: result.error.code });
    else if (result.value.report !== null) {
      setTold({ about: 'nothing' });
      onOpened(result.value.report);
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-3">
      <p role="status" className="min-w-0 flex-1 text-[0.8125rem] text-muted [overflow-wrap:anywhere]">
        <Words told={told} />
      </p>
      <Button kind="secondary" onPress={() => void open()}>
        <Trans>Открыть отчёт…</Trans>
      </Button>
      {isOwn && (
        <>
          <Button kind="secondary" isDisabled={server === null} onPress={() => showScreen('examination')}>
            <Trans>Проверить связь</Trans>
          </Button>
          <Button onPress={() => void save()}>
            <Trans>Сохранить отчёт</Trans>
          </Button>
        </>
      )}
    </div>
  );
}

function Words({ told }: { told: Told }) {
  const sentence = useErrorSentence();
  switch (told.about) {
    case 'nothing':
      return <Trans>В отчёте нет ни сообщений, ни имён и телефонов, ни ключей доступа.</Trans>;
    case 'saved':
      return <Trans>Сохранено: {told.file}</Trans>;
    case 'failed':
      return sentence(told.code);
  }
}
