// Anything a reader can see. Spaces, controls and the characters Unicode calls default ignorable (zero-width ones, fillers,
// bidi marks) are not, nor is the blank Braille pattern.
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

/** Well-formed, without NUL (PostgreSQL refuses it), trimmed. Empty when there is nothing to see in it. */
export function cleanText(text: string): string {
  const cleaned = text.toWellFormed().replaceAll('\0', '').trim();
  return VISIBLE.test(cleaned) ? cleaned : '';
}

/** The form in which people are searched: lower case, «ё» as «е». */
export function searchForm(text: string): string {
  return text.toWellFormed().toLowerCase().replaceAll('ё', 'е');
}

/** JSON with sorted keys, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether a parsed JSON value nests deeper than `limit` levels. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (limit === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, limit - 1));
}
