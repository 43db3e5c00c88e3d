import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import type { DialogDetailsView } from '../../shared/views.ts';
import { useDialogDetails } from '../people/useDialogDetails.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { insertText } from './edit.ts';
import { type MentionCandidate, mentionCandidates, mentionQueryAt } from './mentionQuery.ts';

interface MentionListOptions {
  field: RefObject<HTMLTextAreaElement | null>;
  dialogId: string;
  /** What stands in the field. */
  text: string;
  onTake: (userId: string) => void;
}

export interface MentionListState {
  candidates: MentionCandidate[];
  active: number;
  take: (candidate: MentionCandidate) => void;
  /** Takes a key for itself; false: it is the field's. */
  onKey: (event: KeyboardEvent) => boolean;
  /** null: the field has lost the focus. */
  moveCaret: (caret: number | null) => void;
}

const nobody: MentionCandidate[] = [];

/** The people whose names are offered while one is being typed behind an @ (S19.1). */
export function useMentionList({ field, dialogId, text, onTake }: MentionListOptions): MentionListState {
  const [caret, moveCaret] = useState<number | null>(null);
  /** Where Escape was pressed: nothing is offered for that @ any more. */
  const [closedAt, closeAt] = useState<number | null>(null);
  const [marked, mark] = useState({ query: '', index: 0 });
  const query = caret === null ? null : mentionQueryAt(text, caret);
  const isWanted = query !== null && query.start !== closedAt;
  const memberCount = useChat((state) => state.dialogs.get(dialogId)?.memberCount ?? null);
  const { details } = useDialogDetails(dialogId, memberCount, isWanted);
  const people = useMembers(details);
  const mayNameEveryone = useMayNameEveryone(details);
  const typed = isWanted ? query.text : null;
  const candidates = useMemo(
    () => (typed === null ? nobody : mentionCandidates(typed, people, mayNameEveryone)),
    [typed, people, mayNameEveryone],
  );
  const active = marked.query === typed ? Math.min(marked.index, candidates.length - 1) : 0;

  function take({ userId, name }: MentionCandidate): void {
    const element = field.current;
    if (element === null || query === null || caret === null) return;
    element.setSelectionRange(query.start, caret);
    insertText(element, `@${name} `);
    moveCaret(element.selectionStart);
    onTake(userId);
  }

  function step(by: number): void {
    const index = (active + by + candidates.length) % candidates.length;
    mark({ query: typed ?? '', index });
  }

  const actions: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => candidates[active] && take(candidates[active]),
    Tab: () => candidates[active] && take(candidates[active]),
    Escape: () => closeAt(query?.start ?? null),
  };

  function onKey(event: KeyboardEvent): boolean {
    const { key, altKey, ctrlKey, metaKey, shiftKey, nativeEvent } = event;
    if (closedAt !== null && query?.start !== closedAt) closeAt(null);
    // 229 is what Chromium reports for the Enter that ends a composition.
    if (nativeEvent.isComposing || nativeEvent.keyCode === 229 || altKey || ctrlKey || metaKey || shiftKey)
      return false;
    const action = candidates.length === 0 ? undefined : actions[key];
    if (action === undefined) return false;
    event.preventDefault();
    event.stopPropagation();
    action();
    return true;
  }

  return { candidates, active, take, onKey, moveCaret };
}

function useMembers(details: DialogDetailsView | null) {
  const users = useChat((state) => state.users);
  const ownId = useChat(selectOwnId);
  return useMemo(
    () =>
      (details?.members ?? []).flatMap(({ userId }) => {
        const user = users.get(userId);
        return user === undefined || userId === ownId || user.disabled ? [] : [user];
      }),
    [details, users, ownId],
  );
}

/** The owner and admins of a group, where the server knows of it (P7.36). */
function useMayNameEveryone(details: DialogDetailsView | null): boolean {
  const ownId = useChat(selectOwnId);
  const isKnown = useChat((state) => state.connection.features.includes('mentions'));
  const role = details?.members.find(({ userId }) => userId === ownId)?.role;
  return isKnown && details?.kind === 'group' && (role === 'owner' || role === 'admin');
}
