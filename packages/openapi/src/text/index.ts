export { readOpenApi } from "./read-openapi.js";
export { rewriteOpenApi } from "./rewrite-openapi.js";
