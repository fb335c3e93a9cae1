/**
 * Gives out names of environment variables over a whole import. One origin has one name. An origin whose name another one
 * has already gets a number behind it: two values in one variable would change a rule.
 */
export class VariableNames {
  readonly #byOrigin = new Map<string, string>();
  readonly #origins: string[] = [];
  readonly #taken = new Set<string>();
  readonly #foreign: ReadonlySet<string>;

  /** @param foreign - Names that the texts of documents hold already. */
  constructor(foreign: ReadonlySet<string>) {
    this.#foreign = foreign;
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
    this.#taken.add(name);
  }

  /** How many names are given out: what {@link VariableNames.forget} goes back to. */
  get count(): number {
    return this.#origins.length;
  }

  /** Takes the names back that were given out after the first `count`: a rule that was lost needs none. */
  forget(count: number): void {
    for (const origin of this.#origins.splice(count)) {
      this.#taken.delete(this.#byOrigin.get(origin)!);
      this.#byOrigin.delete(origin);
    }
  }

  #nameFor(origin: string, name: string, isTaken: (name: string) => boolean): string {
    const known = this.#byOrigin.get(origin);
    if (known !== undefined) return known;
    const wanted = variableName(name);
    let free = wanted;
    for (let number = 2; isTaken(free); number++) free = `${wanted}_${number}`;
    this.#byOrigin.set(origin, free);
    this.#origins.push(origin);
    this.#taken.add(free);
    return free;
  }
}

/** `tenant-id` → `TENANT_ID`. */
export const variableName = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");

/** The text that stands for a variable in rules, catalog and options. */
export const variableText = (name: string): string => `\${env:${name}}`;
