import { Trans } from '@lingui/react/macro';
import { Button } from '../ui/Button.tsx';

/** Seconds before another code may be asked for. */
export const resendAfter = 60;

/** Asks for another code, once there has been time for the first to come. */
export function Resend({ secondsLeft, onPress }: { secondsLeft: number; onPress: () => void }) {
  if (secondsLeft > 0) {
    return (
      <span className="text-muted tabular-nums">
        <Trans>Отправить ещё раз через {secondsLeft} с</Trans>
      </span>
    );
  }
  return (
    <Button kind="quiet" onPress={onPress}>
      <Trans>Отправить ещё раз</Trans>
    </Button>
  );
}
