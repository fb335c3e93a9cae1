// Products and APIs in a file.
export { loadCatalog, readCatalog, type CatalogFile } from "../catalog/load-catalog.js";
export { watchCatalog, type CatalogWatch, type WatchCatalogOptions } from "../catalog/watch-catalog.js";
