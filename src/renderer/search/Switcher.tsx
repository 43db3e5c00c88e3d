import { useLingui } from '@lingui/react/macro';
import { UserRoundSearch } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { openChatWith, openDialog } from '../state/actions.ts';
import { showScreen } from '../state/view.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Modal } from '../ui/Modal.tsx';
import { PickerField } from '../ui/PickerField.tsx';
import { TargetRow } from './TargetRow.tsx';
import { useTargets } from './useTargets.ts';

const mostShown = 30;

/** Ctrl+K: a few letters and Enter lead to any chat or person. */
export function Switcher() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [query, setQuery] = useState('');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const { chats, people } = useTargets(query);
  const targets = useMemo(() => [...chats, ...people].slice(0, mostShown), [chats, people]);

  async function go(id: string) {
    const target = targets.find((candidate) => candidate.id === id);
    if (!target) return;
    if (target.isPerson) {
      setFailure(await openChatWith(id));
      return;
    }
    showScreen(null);
    void openDialog(id);
  }

  return (
    <Modal title={t`Перейти к чату`} isOpen onClose={() => showScreen(null)} className="h-[min(34rem,100%)]">
      <div className="flex min-h-0 flex-1 flex-col pb-2">
        <Autocomplete inputValue={query} onInputChange={setQuery}>
          <PickerField label={t`Чат или сотрудник`} />
          {failure && (
            <p role="alert" className="px-5 pb-2 text-danger">
              {sentence(failure)}
            </p>
          )}
          <ListBox
            aria-label={t`Чаты и люди`}
            items={targets}
            dependencies={[query]}
            onAction={(key) => void go(String(key))}
            renderEmptyState={() => <EmptyState icon={UserRoundSearch} title={t`Никого не нашли`} />}
            className="min-h-0 flex-1 overflow-y-auto px-3"
          >
            {(target) => (
              <ListBoxItem
                textValue={target.name}
                className="rounded-xl px-2 py-1.5 hover:bg-hover focused:bg-hover focus-inside"
              >
                <TargetRow target={target} query={query} />
              </ListBoxItem>
            )}
          </ListBox>
        </Autocomplete>
      </div>
    </Modal>
  );
}
