/** The text of a path in problems, such as `products.gold.audience[1]`; empty for the whole. */
export const pathText = (path: readonly string[]): string =>
  path.reduce((before, key) => {
    if (/^\d+$/.test(key)) return `${before}[${key}]`;
    return before === "" ? key : `${before}.${key}`;
  }, "");
