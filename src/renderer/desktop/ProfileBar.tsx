import { useChat } from '../state/store.ts';

/** A thin line in the profile's colour along the top of the window; its name is in the title. */
export function ProfileBar() {
  const color = useChat((state) => state.app.profileColor);
  if (color === null) return null;
  return (
    <div
      aria-hidden="true"
      data-testid="profile-bar"
      className="h-1 shrink-0"
      style={{ backgroundColor: color }}
    />
  );
}
