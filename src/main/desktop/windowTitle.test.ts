import { describe, expect, it } from 'vitest';
import { defaultProfile } from './profile.ts';
import { profileColors, profileLook } from './profileLook.ts';
import { windowTitle } from './windowTitle.ts';

describe('windowTitle', () => {
  it.each([
    [0, defaultProfile, 'Chat3 Desktop'],
    [3, defaultProfile, '(3) Chat3 Desktop'],
    [0, 'andrey', 'Chat3 Desktop — andrey'],
    [120, 'andrey', '(120) Chat3 Desktop — andrey'],
  ])('%i unread in %s: %s', (messages, profile, title) => {
    expect(windowTitle({ messages, chats: 1 }, profileLook(profile))).toBe(title);
  });
});

describe('profileLook', () => {
  it('keeps the colour of a name and spreads names over the colours', () => {
    expect(profileLook('rabota')).toEqual(profileLook('rabota'));
    const names = Array.from({ length: 200 }, (_, index) => `profile-${index}`);
    expect(new Set(names.map((name) => profileLook(name).color)).size).toBe(profileColors.length);
  });

  it('shows on both backgrounds', () => {
    for (const color of profileColors) {
      expect(contrast(color, '#edf1f7'), color).toBeGreaterThanOrEqual(3);
      expect(contrast(color, '#0d1117'), color).toBeGreaterThanOrEqual(3);
    }
  });
});

/** https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
function contrast(first: string, second: string): number {
  const [dark = 0, light = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
