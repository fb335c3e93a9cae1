import type { ShownOperation } from "./api-description.js";
import { parametersIn } from "./path-template.js";

/**
 * The names of the path parameters in the document, by those in the template. The catalog may name them differently; both stand
 * in the same order. Parameters of the API's own path come first in the document.
 */
export function documentNames({ urlTemplate, source }: ShownOperation): ReadonlyMap<string, string> {
  const ours = parametersIn(urlTemplate);
  const theirs = source === undefined ? ours : parametersIn(source.path).slice(-ours.length);
  return new Map(ours.map((name, i) => [name, theirs[i] ?? name]));
}
