const segmenter = new Intl.Segmenter();

/** UTF-16 units: three families with their skin tones. */
const longest = 120;
const most = 3;

/** The compiler's target is older than the flag, the runtimes are not. */
const unicodeSets = 'v';
const known = new RegExp(String.raw`^\p{RGI_Emoji}$`, unicodeSets);
/** Without its variation selector, as old keyboards write it, and what is newer than this runtime's Unicode. */
const written =
  /^(?![©®™])(\p{Extended_Pictographic}(\uFE0F|\u200D|\p{Extended_Pictographic}|\p{Emoji_Modifier})*|[\d#*]\uFE0F?\u20E3)$/u;

function isEmoji(character: string): boolean {
  return known.test(character) || written.test(character);
}

/** One to three emoji and nothing else: shown large. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > longest) return false;
  const characters = [...segmenter.segment(text.replace(/\s/g, ''))];
  return (
    characters.length > 0 && characters.length <= most && characters.every(({ segment }) => isEmoji(segment))
  );
}
