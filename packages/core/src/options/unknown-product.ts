import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";

/** The problem of a product that is named and does not exist; none when it does, or when the names cannot be read. */
export function unknownProduct(path: string, name: string, known: readonly string[] | undefined): Problem[] {
  if (known === undefined || known.includes(name)) return [];
  const meant = didYouMean(name, known);
  const fix = meant === undefined ? `name one of ${known.join(", ")}` : `did you mean "${meant}"?`;
  return [{ path, message: "is an unknown product", fix }];
}
