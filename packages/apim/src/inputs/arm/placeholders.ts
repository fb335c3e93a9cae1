import { variableName } from "../../variables/variable-names.js";
import { Pieces, type Unknown } from "./template-value.js";

/**
 * The environment variables that stand for unknown values of templates. One for all templates of an import: a parameter has
 * the same name everywhere, and two values never share one.
 */
export class Placeholders {
  readonly #byIdentity = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #secret = new Set<string>();

  /** Names of variables that hold secrets. */
  get secretVariables(): ReadonlySet<string> {
    return this.#secret;
  }

  /** A text with `${env:NAME}` in place of unknown values. */
  textOf(value: string | Unknown | Pieces): string {
    if (typeof value === "string") return value;
    if (!(value instanceof Pieces)) return this.#placeholderOf(value);
    return value.parts.map((part) => (typeof part === "string" ? part : this.#placeholderOf(part))).join("");
  }

  #placeholderOf(unknown: Unknown): string {
    const name = this.#byIdentity.get(unknown.identity) ?? this.#newName(unknown);
    if (unknown.isSecret) this.#secret.add(name);
    return `\${env:${name}}`;
  }

  #newName(unknown: Unknown): string {
    const wanted = variableName(unknown.name.slice(0, 64));
    let free = wanted;
    for (let number = 2; this.#taken.has(free); number++) free = `${wanted}_${number}`;
    this.#taken.add(free);
    this.#byIdentity.set(unknown.identity, free);
    return free;
  }
}
