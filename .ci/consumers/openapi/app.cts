import assert = require("node:assert/strict");
import { readOpenApi, rewriteOpenApi } from "@product-auth/openapi/text";
import { compareOpenApi } from "@product-auth/openapi";

const text = "openapi: 3.1.0 # so far\n";
assert.equal(rewriteOpenApi(text, readOpenApi(text)), text);
assert.equal(compareOpenApi(readOpenApi(text), { routes: [] }).operations, 0);
