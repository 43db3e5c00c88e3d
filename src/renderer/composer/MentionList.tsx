import { useLingui } from '@lingui/react/macro';
import { Users } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { everyone } from '../../shared/mentionLimits.ts';
import { formatPhone } from '../format/phone.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { classNames } from '../ui/classNames.ts';
import type { MentionCandidate } from './mentionQuery.ts';
import type { MentionListState } from './useMentionList.ts';

export const mentionListId = 'mention-list';
export const mentionOptionId = (index: number) => `${mentionListId}-${index}`;

/** The focus stays in the field, which names the marked one as its active descendant. */
export function MentionList({ candidates, active, take }: MentionListState) {
  const { t } = useLingui();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  if (candidates.length === 0) return null;
  return (
    <div
      ref={list}
      id={mentionListId}
      role="listbox"
      aria-label={t`Кого упомянуть`}
      className="absolute bottom-full left-0 z-10 mb-2 max-h-64 w-80 max-w-full animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-xl"
    >
      {candidates.map((candidate, index) => (
        <div
          key={candidate.userId}
          id={mentionOptionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => {
            // The field keeps the focus, and with it the caret.
            event.preventDefault();
            if (event.button === 0) take(candidate);
          }}
          className={classNames(
            'flex items-center gap-2.5 rounded-lg px-2 py-1.5 hover:bg-hover',
            index === active && 'bg-accent-soft forced-colors:outline',
          )}
        >
          <Candidate candidate={candidate} hasNamesake={hasNamesake(candidate, candidates)} />
        </div>
      ))}
    </div>
  );
}

function hasNamesake({ userId, name }: MentionCandidate, candidates: readonly MentionCandidate[]): boolean {
  return candidates.some((other) => other.userId !== userId && other.name === name);
}

function Candidate({ candidate, hasNamesake }: { candidate: MentionCandidate; hasNamesake: boolean }) {
  const { t } = useLingui();
  const { userId, name, phone } = candidate;
  if (userId === everyone) {
    return (
      <>
        <Users aria-hidden="true" className="size-8 p-1.5 text-muted" />
        <span className="min-w-0 flex-1 truncate">
          {name} <span className="text-muted">{t`все участники`}</span>
        </span>
      </>
    );
  }
  return (
    <>
      <Avatar id={userId} name={name} size="small" />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{name}</bdi>
        {hasNamesake && phone !== null && (
          <span className="text-muted tabular-nums"> {formatPhone(phone)}</span>
        )}
      </span>
    </>
  );
}
