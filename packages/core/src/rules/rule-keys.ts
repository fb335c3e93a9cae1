/**
 * Texts that are equal for equal rules. A rule is plain data, but for the functions in `custom`: JSON drops those, so
 * each function has a number. Rules that differ by a function only must never share a requirement.
 */
export class RuleKeys {
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;

  /** The key of a rule that was checked. `where`: the call or setting that contains it. */
  keyOf(rule: object, where: string): string {
    const text = JSON.stringify(rule, (_name, value: unknown) =>
      typeof value === "function" ? { function: this.#numberOf(value) } : value,
    );
    return `${where} ${text}`;
  }

  #numberOf(value: object): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(value, this.#last);
    return this.#last;
  }
}

/** A copy of a rule: the application may change its lists later. Functions are kept as they are. */
export function copyOfRule<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOfRule(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOfRule(member)])) as T;
}
