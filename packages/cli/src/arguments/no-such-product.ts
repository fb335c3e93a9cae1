import { didYouMean } from "../did-you-mean.js";
import { Misuse } from "../misuse.js";

/** The error for a name that no product of the catalog has. */
export function noSuchProduct(name: string, products: readonly string[]): Misuse {
  const meant = didYouMean(name, products);
  return new Misuse(
    `the catalog has no such product.${meant === "" ? ` It has ${products.join(", ")}.` : meant}`,
  );
}
