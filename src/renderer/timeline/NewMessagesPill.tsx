import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { ArrowDown } from 'lucide-react';
import { Button } from 'react-aria-components';

export function NewMessagesPill({ count, onPress }: { count: number; onPress: () => void }) {
  const { t } = useLingui();
  const words =
    count > 0
      ? t`${plural(count, { one: '# новое', few: '# новых', many: '# новых', other: '# новых' })}`
      : null;
  return (
    <Button
      data-testid="new-messages-pill"
      aria-label={words === null ? t`К последним сообщениям` : `${words}. ${t`К последним сообщениям`}`}
      onPress={onPress}
      className="absolute right-5 bottom-4 flex h-10 min-w-10 animate-rise items-center justify-center gap-1.5 rounded-full border border-line bg-raised px-2.5 text-[0.8125rem] font-semibold text-accent shadow-lg transition-colors hover:bg-hover"
    >
      <ArrowDown aria-hidden="true" className="size-5" />
      {words !== null && <span className="pr-1">{words}</span>}
    </Button>
  );
}
