import {
  type AskFingerprint,
  type Fingerprint,
  type FingerprintedMessage,
  type FingerprintRange,
  findFirstDifference,
} from '../../src/shared/fingerprint.ts';

/** Somebody whose app can be asked. */
export interface Asked {
  fingerprint(dialogId: string, range?: FingerprintRange): Promise<Fingerprint>;
}

/** `a` and `b`: what stands where the two first differ; null: nothing. `count`: how many messages were compared. */
export type ComparedHistories =
  | { equal: true; count: number }
  | { equal: false; count: number; a: FingerprintedMessage | null; b: FingerprintedMessage | null };

/**
 * Whether two people have the same latest messages of a dialog, whichever of them have been downloaded, and which is the
 * first that they have not (S22.5).
 */
export async function compareHistories(a: Asked, b: Asked, dialogId: string): Promise<ComparedHistories> {
  const latest = await Promise.all([a.fingerprint(dialogId), b.fingerprint(dialogId)]);
  const count = Math.max(...latest.map((each) => each.count));
  const [ofA, ofB] = latest;
  if (ofA.hash === ofB.hash) return { equal: true, count };
  const ask =
    (person: Asked): AskFingerprint =>
    (range) =>
      person.fingerprint(dialogId, range);
  const found = await findFirstDifference(ask(a), ask(b), bothHave(ofA, ofB));
  return found === null ? { equal: true, count } : { equal: false, count, a: found.a, b: found.b };
}

/** One that lacks a message has an older one in its place: the range begins where both have begun. */
function bothHave(a: Fingerprint, b: Fingerprint): { from: number; to: number } {
  const from = Math.max(a.from?.createdAt ?? 0, b.from?.createdAt ?? 0);
  const to = Math.max(a.to?.createdAt ?? 0, b.to?.createdAt ?? 0);
  return { from, to };
}
