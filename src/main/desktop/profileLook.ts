import { defaultProfile } from './profile.ts';

export interface ProfileLook {
  /** null for the usual profile, which needs no telling apart. */
  title: string | null;
  /** `#rrggbb`; null likewise. */
  color: string | null;
}

/** Far apart from each other and from red, which says «unread»; at least 3:1 on the light and the dark background. */
export const profileColors = [
  '#0f8a5f',
  '#b86e00',
  '#8b5cf6',
  '#0e87a8',
  '#c2478f',
  '#6b8e23',
  '#a0693a',
  '#4f7be8',
];

/** How a profile is told apart; its colour follows from its name, so that it stays. */
export function profileLook(profile: string): ProfileLook {
  if (profile === defaultProfile) return { title: null, color: null };
  let hash = 0;
  for (const letter of profile) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return { title: profile, color: profileColors[hash % profileColors.length] ?? null };
}
