export { documentFault, type DocumentFault } from "./document-fault.js";
export { entriesOf, isObject, memberOf, type JsonObject, type JsonValue } from "./json-values.js";
export { operationsOf, type DocumentOperation, type DocumentOperations } from "./operations.js";
export { resolve } from "./resolve.js";
