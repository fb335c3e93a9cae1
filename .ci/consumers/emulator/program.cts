import assert = require("node:assert/strict");
import { startEntra } from "@product-auth/emulator";

void main();

async function main(): Promise<void> {
  const entra = await startEntra();
  const token = await entra.tokenFor({ client: "contoso", product: "starter" });
  assert.equal(token.split(".").length, 3);
  await entra.close();
}
