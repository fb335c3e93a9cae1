import { partsOf, type Value } from "./template-value.js";
import { isText } from "./argument.js";

/** A file beside or below a template. */
export interface LinkedFile {
  /** Relative to the input, with `/`. */
  readonly at: string;
  readonly text: string;
}

/** Finds a file by its name, for a template at `from`; `undefined` when there is none, or more than one. */
export type ReadLinked = (name: string, from: string) => LinkedFile | undefined;

/**
 * The last segment of an address: `concat(parameters('base'), '/orders.xml', parameters('token'))` → `orders.xml`. What
 * follows the name of the file may be unknown, its name may not. `undefined` when it is.
 */
export function fileNameOfAddress(address: Value): string | undefined {
  if (!isText(address)) return undefined;
  let name: string | undefined;
  for (const part of partsOf(address)) {
    if (typeof part !== "string") {
      // A signature behind the name, or an unknown part in front of it or within it.
      if (name !== undefined && hasEnding(name)) return decoded(name);
      name = undefined;
      continue;
    }
    const path = upTo(upTo(part, "?"), "#");
    const slash = path.lastIndexOf("/");
    name = slash >= 0 ? path.slice(slash + 1) : (name ?? "") + path;
    if (path.length < part.length) break;
  }
  return name === undefined || !hasEnding(name) ? undefined : decoded(name);
}

function upTo(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

function hasEnding(name: string): boolean {
  return name.lastIndexOf(".") > 0 && !name.endsWith(".");
}

/** An encoded slash is no part of a file's name. */
function decoded(name: string): string | undefined {
  try {
    const plain = decodeURIComponent(name);
    return /[/\\]/.test(plain) ? undefined : plain;
  } catch {
    return name;
  }
}
