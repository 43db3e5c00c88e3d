import { Trans } from '@lingui/react/macro';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { retryDialog } from '../state/actions.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

/** In the place of messages that cannot be had now; they are asked for again by themselves. Each attempt is a generation. */
export function HistoryFailure({ code, generation }: { code: ErrorCode; generation: number }) {
  const sentence = useErrorSentence();
  const [askedAt, setAskedAt] = useState<number | null>(null);
  const retry = () => {
    setAskedAt(generation);
    void retryDialog();
  };
  return (
    <EmptyState icon={Hourglass} title={sentence(code)}>
      <Button kind="secondary" isPending={askedAt === generation} onPress={retry}>
        <Trans>Повторить</Trans>
      </Button>
    </EmptyState>
  );
}
