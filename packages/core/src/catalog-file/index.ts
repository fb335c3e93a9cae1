// Products and APIs in a file.
export { catalogVersion } from "../catalog/catalog-version.js";
export { locateJsonError } from "../lib/locate-json-error.js";
export {
  replaceVariables,
  type Environment,
  type Replaced,
  type ReplacedText,
  type ReplaceOptions,
} from "../lib/replace-variables.js";
export { replaceCatalogVariables, withoutValues, type CatalogVariables } from "./catalog-variables.js";
export { loadCatalog, locateProblems, readCatalog, type CatalogFile } from "./load-catalog.js";
export { problemsOfCatalogFile, type CatalogProblemsOptions } from "./problems-of-catalog-file.js";
export { watchCatalog, type CatalogWatch, type WatchCatalogOptions } from "./watch-catalog.js";
export { limitsOfCatalog, type LimitsOfCatalogOptions } from "./limits-of-catalog.js";
export type { CallerLimits, LimitedCaller, LimitsEvent, LimitUsage } from "../operators/caller-limits.js";
