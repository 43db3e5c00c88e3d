const segmenter = new Intl.Segmenter();

function firstLetter(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment.toLocaleUpperCase();
  return '';
}

/** «Александр Петров» → «АП»; marks that are no letters are passed over where there are letters. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const lettered = words.map((word) => word.replace(/^[^\p{L}\p{N}]+/u, '')).filter(Boolean);
  const [first = '', second = ''] = lettered.length > 0 ? lettered : words;
  return firstLetter(first) + firstLetter(second);
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

export const avatarHues = 8;

/** One of `avatarHues` colours, always the same for the same id. */
export function avatarHue(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index += 1) hash = (hash * 31 + id.charCodeAt(index)) | 0;
  return Math.abs(hash) % avatarHues;
}
