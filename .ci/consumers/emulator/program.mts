import assert from "node:assert/strict";
import { startEntra } from "@product-auth/emulator";

const entra = await startEntra();
const token = await entra.tokenFor({ client: "contoso", product: "starter" });
assert.equal(token.split(".").length, 3);
assert.equal((await fetch(entra.discoveryUrl)).status, 200);
await entra.close();
