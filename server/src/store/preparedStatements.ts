/** Texts beyond this, as of lists of many lengths, are sent as they are: each that is prepared stays in every connection. */
const MOST_TEXTS = 300;

/**
 * Names for statements, so that PostgreSQL reads and plans each once a connection instead of at every call. After `forget` all
 * are prepared anew: a plan whose columns a migration has changed is refused from then on.
 */
export class PreparedStatements {
  readonly #names = new Map<string, string>();
  #generation = 0;

  /** Of the same text always the same; of one too many none. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_TEXTS) return known;
    const name = `chat3_${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  forget(): void {
    this.#generation += 1;
    this.#names.clear();
  }
}
