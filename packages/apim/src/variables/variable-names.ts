/**
 * Gives out names of environment variables over a whole import. One origin has one name. An origin whose name another one
 * has already gets a number behind it: two values in one variable would change a rule.
 */
export class VariableNames {
  readonly #byOrigin = new Map<string, string>();
  readonly #given: Given[] = [];
  readonly #taken = new Set<string>();
  readonly #foreign: Set<string>;
  /** The number to try next, by the name wanted: many keys without a name are no reason to count from the start. */
  readonly #numbers = new Map<string, number>();

  /** @param foreign - Names that the texts of documents hold already. */
  constructor(foreign: ReadonlySet<string>) {
    this.#foreign = new Set(foreign);
  }

  /** The variable of a named value or placeholder: those of one spelling are one. */
  ofValue(name: string): string {
    return this.#nameFor(`value:${name}`, name, (wanted) => this.#taken.has(wanted));
  }

  /**
   * The variable of a text that has no name in the input.
   *
   * @param origin - What tells it from others. It may hold the secret itself: it stays inside.
   */
  ofText(origin: string, name: string): string {
    const isTaken = (wanted: string) => this.#taken.has(wanted) || this.#foreign.has(wanted);
    return this.#nameFor(`text:${origin}`, name, isTaken);
  }

  /** Keeps a name that a document holds already, so that no text gets it. */
  reserve(name: string): void {
    this.#foreign.add(name);
  }

  /** How many names are given out: what {@link VariableNames.forget} goes back to. */
  get count(): number {
    return this.#given.length;
  }

  /** Takes the names back that were given out after the first `count`: a rule that was lost needs none. */
  forget(count: number): void {
    for (const { origin, name, wanted, number } of this.#given.splice(count).reverse()) {
      this.#byOrigin.delete(origin);
      this.#taken.delete(name);
      this.#numbers.set(wanted, number);
    }
  }

  #nameFor(origin: string, text: string, isTaken: (name: string) => boolean): string {
    const known = this.#byOrigin.get(origin);
    if (known !== undefined) return known;
    const wanted = variableName(text);
    const number = this.#numbers.get(wanted) ?? 1;
    let next = number;
    while (isTaken(numbered(wanted, next))) next++;
    const name = numbered(wanted, next);
    this.#byOrigin.set(origin, name);
    this.#taken.add(name);
    this.#numbers.set(wanted, next);
    this.#given.push({ origin, name, wanted, number });
    return name;
  }
}

interface Given {
  readonly origin: string;
  readonly name: string;
  readonly wanted: string;
  /** The number to try next before the name was given out. */
  readonly number: number;
}

const numbered = (name: string, number: number): string => (number === 1 ? name : `${name}_${number}`);

/** `tenant-id` → `TENANT_ID`. */
export const variableName = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");

/** The text that stands for a variable in rules, catalog and options. */
export const variableText = (name: string): string => `\${env:${name}}`;
