/** A text as one segment of a path or as part of a query. Dots too: a path reader may treat `..` in a longer text as a step up. */
export const encode = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD")).replaceAll(".", "%2E");

/** Whether URL parsers treat an encoded segment as a step in the path and remove it (URL Standard, "double-dot path segment"). */
export const isStep = (encoded: string): boolean => /^(?:\.|%2e){1,2}$/i.test(encoded);

/** A literal segment of a template. Its dots stay: they are the API's own. */
export const encodeLiteral = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
