import type { SkinTone } from 'frimousse';

const storageKey = 'chat3.skinTone';
const tones: readonly SkinTone[] = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'];

export function rememberedSkinTone(): SkinTone {
  const stored = localStorage.getItem(storageKey);
  return tones.find((tone) => tone === stored) ?? 'none';
}

export function rememberSkinTone(tone: SkinTone): void {
  localStorage.setItem(storageKey, tone);
}
