// Products and APIs in a file.
export { locateJsonError } from "../lib/locate-json-error.js";
export { loadCatalog, readCatalog, type CatalogFile } from "./load-catalog.js";
export { watchCatalog, type CatalogWatch, type WatchCatalogOptions } from "./watch-catalog.js";
