/** Names of the files of an import that `loadImported` reads. */
export const CATALOG = "catalog.json";
export const OPTIONS = "options.json";
export const RULES = "rules.json";
