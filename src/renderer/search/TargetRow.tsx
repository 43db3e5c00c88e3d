import { useShownNames } from '../people/useShownNames.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { HighlightedName } from './Highlighted.tsx';
import type { Target } from './useTargets.ts';

/** A chat or a person that was found. */
export function TargetRow({ target: { avatarId, name }, query }: { target: Target; query: string }) {
  const shownName = useShownNames();
  return (
    <div className="flex items-center gap-3">
      <Avatar id={avatarId} name={name} size="small" />
      <span dir="auto" className="min-w-0 flex-1 truncate text-left">
        <HighlightedName name={shownName(avatarId, name)} query={query} />
      </span>
    </div>
  );
}
