/** Ids as a report tells them: the same one for the same thing, and nothing of what a server or a person made of it. */
export type IdKind = 'dlg' | 'msg' | 'usr' | 'job';

export function createPseudonyms() {
  const known = new Map<string, string>();
  const counts = new Map<IdKind, number>();

  return (kind: IdKind, id: string): string => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const pseudonym = `${kind}_${count}`;
    known.set(id, pseudonym);
    return pseudonym;
  };
}
