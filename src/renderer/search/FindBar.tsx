import { useLingui } from '@lingui/react/macro';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { maximumHits, maximumQueryLength } from '../../shared/limits.ts';
import { parseMessageQuery } from '../../shared/search/messageQuery.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { openMessage } from '../state/actions.ts';
import { askToFocusComposer, useView } from '../state/view.ts';
import { IconButton } from '../ui/Button.tsx';
import { useMarkedMessages } from './useMarkedMessages.ts';
import { useMessageSearch } from './useMessageSearch.ts';

function closeFindBar(): void {
  useView.setState({ finding: false });
  askToFocusComposer();
}

/** Search in the open chat: Enter goes to older hits, Shift+Enter back to newer ones. */
export function FindBar({ dialogId }: { dialogId: string }) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(-1);
  const {
    hits,
    hasMore,
    total: counted,
    generous,
    answered,
    failure,
    loadMore,
  } = useMessageSearch(query, dialogId);
  const sentence = useErrorSentence();
  const asked = parseMessageQuery(query) !== null;
  const ready = answered === query;
  useMarkedMessages(field, ready ? query : '', generous, hits[index]?.key ?? null);

  useEffect(() => field.current?.focus(), []);

  async function step(by: 1 | -1) {
    if (!ready) return;
    const next = index + by;
    const known = next >= hits.length && hasMore ? await loadMore() : hits;
    const hit = known[next];
    if (!hit) return;
    setIndex(next);
    void openMessage(dialogId, hit.key);
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const back = event.shiftKey;
    if (event.key === 'Enter' || event.key === 'F3') void step(back ? -1 : 1);
    else if (event.key === 'Escape') closeFindBar();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function count(): string {
    if (failure) return sentence(failure);
    if (hits.length === 0) return t`Ничего не найдено`;
    const total =
      counted === null || counted >= maximumHits
        ? `${Math.max(hits.length, maximumHits - 1)}+`
        : String(counted);
    return t`${index + 1} из ${total}`;
  }
  return (
    <search
      aria-label={t`Поиск в чате`}
      className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-4"
    >
      <input
        ref={field}
        aria-label={t`Поиск в чате`}
        placeholder={t`Поиск в чате`}
        maxLength={maximumQueryLength}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(-1);
        }}
        onKeyDown={press}
        className="h-9 min-w-0 flex-1 rounded-lg border border-line bg-sunken px-3 select-text focus-field"
      />
      <span role="status" className="min-w-24 px-2 text-center text-[0.8125rem] text-muted tabular-nums">
        {asked && ready ? count() : ''}
      </span>
      <IconButton aria-label={t`Более раннее`} isDisabled={hits.length === 0} onPress={() => void step(1)}>
        <ChevronUp aria-hidden="true" className="size-5" />
      </IconButton>
      <IconButton aria-label={t`Более позднее`} isDisabled={index <= 0} onPress={() => void step(-1)}>
        <ChevronDown aria-hidden="true" className="size-5" />
      </IconButton>
      <IconButton aria-label={t`Закрыть поиск`} onPress={closeFindBar}>
        <X aria-hidden="true" className="size-5" />
      </IconButton>
    </search>
  );
}
