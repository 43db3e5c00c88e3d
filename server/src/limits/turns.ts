interface Line {
  working: number;
  waiting: (() => void)[];
}

/** At most so many pieces of work of one key at a time; a few more wait for a while, in the order they came. */
export class Turns {
  readonly #atOnce: number;
  readonly #waiting: number;
  readonly #patienceMs: number;
  readonly #lines = new Map<string, Line>();

  constructor(options: { atOnce: number; waiting: number; patienceMs: number }) {
    this.#atOnce = options.atOnce;
    this.#waiting = options.waiting;
    this.#patienceMs = options.patienceMs;
  }

  /** Resolves with what ends the turn, any number of times; with undefined when too many wait or it took too long. */
  async enter(key: string): Promise<(() => void) | undefined> {
    const line = this.#lines.get(key) ?? { working: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.working < this.#atOnce) {
      line.working += 1;
      return this.#leaveOnce(key, line);
    }
    if (line.waiting.length >= this.#waiting) return undefined;
    return (await this.#wait(line)) ? this.#leaveOnce(key, line) : undefined;
  }

  #wait(line: Line): Promise<boolean> {
    return new Promise((resolve) => {
      const called = () => {
        clearTimeout(impatience);
        resolve(true);
      };
      const impatience = setTimeout(() => {
        line.waiting.splice(line.waiting.indexOf(called), 1);
        resolve(false);
      }, this.#patienceMs);
      line.waiting.push(called);
    });
  }

  /** Whoever is next takes the place over, so that nobody who comes in between does. */
  #leaveOnce(key: string, line: Line): () => void {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = line.waiting.shift();
      if (next) return next();
      line.working -= 1;
      if (line.working === 0) this.#lines.delete(key);
    };
  }
}
