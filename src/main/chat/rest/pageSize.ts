/** How many messages to ask for at once: half as many after a page that took too long, more again after quick ones. */

/** Messages asked for at once where nothing speaks against it. */
export const largestPage = 50;
const smallestPage = 6;
/** A page of twice the size takes about twice as long, and ten seconds are too long. */
const quickMs = 3_000;
const quickPagesToGrow = 3;

export interface PageSize {
  current(): number;
  fitted(size: number, tookMs: number): void;
  tooLarge(size: number): void;
  /** The server counts its pages by another number than it was asked for. */
  served(asked: number, given: number): void;
  isReduced(): boolean;
}

export function createPageSize(): PageSize {
  let largest = largestPage;
  let smallest = smallestPage;
  let size = largest;
  let quickPages = 0;

  return {
    current: () => size,
    fitted(asked, tookMs) {
      if (asked !== size) return;
      quickPages = tookMs <= quickMs ? quickPages + 1 : 0;
      if (quickPages < quickPagesToGrow) return;
      quickPages = 0;
      size = Math.min(largest, size * 2);
    },
    tooLarge(asked) {
      quickPages = 0;
      // One that was asked for before the size fell says nothing of the size now.
      size = Math.min(size, Math.max(smallest, Math.floor(asked / 2)));
    },
    served(asked, given) {
      if (given === asked) return;
      largest = given;
      smallest = Math.min(smallest, given);
      // It does not ask how much is wanted.
      if (given > asked) smallest = given;
      size = Math.min(largest, Math.max(smallest, size));
    },
    isReduced: () => size < largest,
  };
}
