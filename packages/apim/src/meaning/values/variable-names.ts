/**
 * Gives out names of environment variables over a whole import. The same origin gets the same name; an origin whose name
 * another one has already gets a number behind it, because two values in one variable would change a rule.
 */
export class VariableNames {
  readonly #byOrigin = new Map<string, string>();
  readonly #taken = new Set<string>();

  /**
   * @param origin - What the variable stands for, with its kind in front. It may hold a secret: it stays inside.
   * @param name - The name to give, in any spelling.
   */
  nameFor(origin: string, name: string): string {
    const known = this.#byOrigin.get(origin);
    if (known !== undefined) return known;
    const wanted = variableName(name);
    let free = wanted;
    for (let number = 2; this.#taken.has(free); number++) free = `${wanted}_${number}`;
    this.#byOrigin.set(origin, free);
    this.#taken.add(free);
    return free;
  }

  /** Keeps a name that a deployment decides, so that no other origin gets it. */
  reserve(name: string): void {
    this.#taken.add(name);
  }
}

/** `tenant-id` → `TENANT_ID`. */
export const variableName = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");

/** The text that stands for a variable in rules, catalog and options. */
export const variableText = (name: string): string => `\${env:${name}}`;
