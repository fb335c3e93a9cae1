import type { ComparedName } from "../../csharp/compared-name.js";
import type { Configuration } from "../../configuration/configuration.js";
import type { Scope } from "../../report/scope.js";

/** Whether a comparison with a name means the same, whichever property of API, operation or product it is compared with. */
export type NameCheck = (name: ComparedName, scope: Scope) => boolean;

/** What has a name: under any of its names, and under one of a property alone. */
type Holders = ReadonlySet<string>;

/**
 * Rules name APIs, operations and products by any of their names. That is what a condition means unless its text is the name
 * of one and another name of another: `Operation.Name` is the display name, and "list" may be the id of another operation.
 */
export function nameCheckOf({ apis, products }: Pick<Configuration, "apis" | "products">): NameCheck {
  const known = new KnownNames();
  for (const api of apis) {
    const { name, displayName, path, pathWithoutVersion = path } = api;
    known.add("api", name, { Id: [name], Name: displayName, Path: [path, pathWithoutVersion] }, [
      name,
      displayName,
      path,
    ]);
    for (const operation of api.operations) {
      const names = { Id: [operation.name], Name: operation.displayName };
      known.add("operation", `${name}/${operation.name}`, names, [operation.name, operation.displayName]);
    }
  }
  for (const { name, displayName, nameInService = name } of products)
    known.add("product", name, { Id: [nameInService], Name: displayName }, [name, displayName]);
  return (name, scope) => known.isPlain(name, scope);
}

class KnownNames {
  readonly #any = new Map<string, Set<string>>();
  readonly #exact = new Map<string, Set<string>>();
  /** Names that a property may have, as far as the input says. */
  readonly #unsure = new Map<string, Set<string>>();

  /** @param names - Of each property: its text, all texts that it may be, or undefined when the input does not say. */
  add(
    subject: ComparedName["subject"],
    holder: string,
    names: Readonly<Record<string, string | readonly string[] | undefined>>,
    any: readonly (string | undefined)[],
  ): void {
    const spellings = any.filter((text) => text !== undefined);
    for (const text of spellings) put(this.#any, keyOf(subject, "", text), holder);
    for (const [property, given] of Object.entries(names)) {
      const texts = new Set(given === undefined ? spellings : [given].flat());
      const target = given !== undefined && texts.size > 1 ? this.#unsure : this.#exact;
      for (const text of texts) put(target, keyOf(subject, property, text), holder);
    }
  }

  isPlain({ subject, property, text }: ComparedName, scope: Scope): boolean {
    const key = keyOf(subject, property, text);
    const within = (holders: Holders = new Set()): Holders =>
      subject === "operation" ? inScope(holders, scope) : holders;
    if (within(this.#unsure.get(key)).size > 0) return false;
    const [exact, any] = [within(this.#exact.get(key)), within(this.#any.get(keyOf(subject, "", text)))];
    return exact.size === any.size && [...exact].every((holder) => any.has(holder));
  }
}

/** In a document of an API only its own operations run. */
function inScope(holders: Holders, scope: Scope): Holders {
  const api = /^(?:api|operation):([^/]*)/.exec(scope)?.[1];
  return api === undefined ? holders : new Set([...holders].filter((holder) => holder.startsWith(`${api}/`)));
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

function put(map: Map<string, Set<string>>, key: string, holder: string): void {
  const known = map.get(key);
  if (known) known.add(holder);
  else map.set(key, new Set([holder]));
}
