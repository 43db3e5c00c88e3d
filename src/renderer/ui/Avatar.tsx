import { Users } from 'lucide-react';
import { avatarHue, initials } from '../format/names.ts';
import { classNames } from './classNames.ts';

const sizes = {
  small: 'size-8 text-xs',
  medium: 'size-10 text-sm',
  large: 'size-12 text-base',
};

interface AvatarProps {
  /** Decides the colour. */
  id: string;
  name: string;
  size?: keyof typeof sizes;
  online?: boolean;
}

/** Decoration: the name always stands beside it as text. */
export function Avatar({ id, name, size = 'medium', online = false }: AvatarProps) {
  const letters = initials(name);
  return (
    <span
      aria-hidden="true"
      data-hue={avatarHue(id)}
      className={classNames(
        'avatar relative inline-grid shrink-0 place-items-center rounded-full font-semibold tracking-wide',
        sizes[size],
      )}
    >
      {letters === '' ? <Users className="size-1/2" /> : letters}
      {online && (
        <span className="absolute -right-0.5 -bottom-0.5 size-3 rounded-full border-2 border-surface bg-online" />
      )}
    </span>
  );
}
