import assert = require("node:assert/strict");
import { loadImported } from "@product-auth/apim";
import { ConfigurationError } from "@product-auth/core";

void main();

async function main(): Promise<void> {
  await assert.rejects(loadImported("a-folder-that-does-not-exist", {}), ConfigurationError);
}
