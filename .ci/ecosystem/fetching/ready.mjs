// Started by environment.test.mjs: fetches discovery and keys as an API does, and ends with 1 when it cannot.
import { productAuth } from "@product-auth/express";

const [authorityHost, tenantId, audience] = process.argv.slice(2);
const auth = productAuth({ tenantId, authorityHost, products: { starter: { audience } } });
await auth.ready();
