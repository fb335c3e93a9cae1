import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import type { ProductAuthOptions } from "./options.js";
import type { Products } from "./check-products.js";

/** What is wrong with the client applications: links to products that do not exist, applications listed twice. */
export function clientProblems({ clientApplications }: ProductAuthOptions, products: Products): Problem[] {
  if (!Array.isArray(clientApplications)) return [];
  const list = clientApplications as readonly { id: string; products: readonly string[] }[];
  const known = products.map(([product]) => product);
  const seen = new Map<string, number>();
  return list.flatMap((client, i) => {
    const problems = client.products.flatMap((product, j) =>
      known.includes(product)
        ? []
        : [unknownProduct(`clientApplications[${i}].products[${j}]`, product, known)],
    );
    const id = client.id.toLowerCase();
    const first = seen.get(id);
    seen.set(id, i);
    if (first === undefined) return problems;
    const fix = "give one application one entry, with all its products";
    const message = `is also that of clientApplications[${first}]`;
    return [...problems, { path: `clientApplications[${i}].id`, message, fix }];
  });
}

/** A product that is named but not there. */
export function unknownProduct(path: string, product: string, known: readonly string[]): Problem {
  const meant = didYouMean(product, known);
  const fix = meant === undefined ? `name one of ${known.join(", ")}` : `did you mean "${meant}"?`;
  return { path, message: "is an unknown product", fix };
}
