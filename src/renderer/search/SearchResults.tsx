import { Trans, useLingui } from '@lingui/react/macro';
import { SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { openChatWith, openDialog, openMessage } from '../state/actions.ts';
import { askToFocusComposer } from '../state/view.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { HitRow } from './HitRow.tsx';
import { TargetRow } from './TargetRow.tsx';
import { useMessageSearch } from './useMessageSearch.ts';
import { type Target, useTargets } from './useTargets.ts';

/** Of chats and of people, so that messages stay in reach. */
const mostTargets = 8;
const moreKey = 'more';

interface SearchResultsProps {
  query: string;
  /** A chat was opened: the search has led where it should. */
  onOpened: () => void;
}

/** What the field over the chats leads to: chats, people and messages, also without a server. Stands in an Autocomplete. */
export function SearchResults({ query, onOpened }: SearchResultsProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const { chats, people, searching, failure } = useTargets(query);
  const messages = useMessageSearch(isWorthMessages(query) ? query : '', null);
  const [refused, setRefused] = useState<ErrorCode | null>(null);
  const hits = isWorthMessages(query) ? messages.hits : [];
  const waiting = searching || (isWorthMessages(query) && messages.answered !== query);
  const count = chats.length + people.length + hits.length;

  async function go(key: string): Promise<void> {
    setRefused(null);
    if (key === moreKey) {
      await messages.loadMore();
      return;
    }
    const hit = hits.find((candidate) => keyOf('message', candidate.key) === key);
    if (hit) {
      void openMessage(hit.dialogId, hit.key);
      askToFocusComposer();
      return;
    }
    const target = [...chats, ...people].find((candidate) => targetKey(candidate) === key);
    if (!target) return;
    const failed = target.isPerson ? await openChatWith(target.id) : null;
    setRefused(failed);
    if (failed !== null) return;
    if (!target.isPerson) void openDialog(target.id);
    onOpened();
  }

  return (
    <>
      {refused && (
        <p role="alert" className="px-4 pb-2 text-danger">
          {sentence(refused)}
        </p>
      )}
      <ListBox
        aria-label={t`Найденное`}
        aria-busy={waiting}
        dependencies={[query]}
        onAction={(key) => void go(String(key))}
        renderEmptyState={() =>
          waiting ? null : (
            <EmptyState icon={SearchX} title={t`Ничего не найдено`}>
              {failure && <p className="max-w-80 text-[0.8125rem] text-muted">{sentence(failure)}</p>}
            </EmptyState>
          )
        }
        className="h-full overflow-y-auto px-2 pb-2"
      >
        <Found title={t`Чаты`} items={chats.slice(0, mostTargets)} query={query} />
        <Found title={t`Люди`} items={people.slice(0, mostTargets)} query={query} />
        {hits.length > 0 && (
          <ListBoxSection id="messages">
            <SectionTitle>{t`Сообщения`}</SectionTitle>
            <Collection items={hits.map((hit) => ({ ...hit, id: keyOf('message', hit.key) }))}>
              {(hit) => (
                <Row id={hit.id} text={hit.content.slice(0, 90)}>
                  <HitRow hit={hit} query={query} />
                </Row>
              )}
            </Collection>
            {messages.hasMore && messages.answered === query && (
              <Row id={moreKey} text={t`Показать ещё`}>
                <span className="text-accent">
                  <Trans>Показать ещё</Trans>
                </span>
              </Row>
            )}
          </ListBoxSection>
        )}
      </ListBox>
      <p role="status" className="sr-only">
        {waiting ? '' : t`Найдено: ${count}`}
      </p>
    </>
  );
}

/** A single letter is in nearly every message; a single sign, as an emoji, is not. */
function isWorthMessages(query: string): boolean {
  return !/^\s*[\p{L}\p{N}]?\s*$/u.test(query);
}

const keyOf = (kind: 'chat' | 'person' | 'message', id: string) => `${kind} ${id}`;
const targetKey = ({ id, isPerson }: Target) => keyOf(isPerson ? 'person' : 'chat', id);

function Found({ title, items, query }: { title: string; items: Target[]; query: string }) {
  if (items.length === 0) return null;
  return (
    <ListBoxSection id={title}>
      <SectionTitle>{title}</SectionTitle>
      <Collection items={items.map((target) => ({ target, id: targetKey(target) }))}>
        {({ id, target }) => (
          <Row id={id} text={target.name}>
            <TargetRow target={target} query={query} />
          </Row>
        )}
      </Collection>
    </ListBoxSection>
  );
}

function SectionTitle({ children }: { children: ReactNode }) {
  return <Header className="px-2 pt-2 pb-1 text-xs font-semibold text-muted">{children}</Header>;
}

function Row({ id, text, children }: { id: string; text: string; children: ReactNode }) {
  return (
    <ListBoxItem
      id={id}
      textValue={text}
      className="rounded-xl px-2 py-1.5 hover:bg-hover focused:bg-hover focus-inside"
    >
      {children}
    </ListBoxItem>
  );
}
