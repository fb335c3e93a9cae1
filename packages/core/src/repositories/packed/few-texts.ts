/** Numbers of more texts would take as much room as the texts. */
const MOST = 4_096;

/** Numbers for texts of which there are few, such as scopes: each is held once. Numbers begin with 1. */
export class FewTexts {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a text; 0 when there are too many. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length === MOST) return 0;
    this.#texts.push(text);
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.length;
  }

  textOf(number: number): string {
    return this.#texts[number - 1]!;
  }
}
