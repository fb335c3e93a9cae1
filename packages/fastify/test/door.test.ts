import * as door from "@product-auth/fastify";
import { doorContract } from "@product-auth/testkit";

doorContract({ describe, it }, "@product-auth/fastify", door, {
  // fastify-plugin adds the last two.
  members: ["connectionOf", "default", "productAuthFastify"],
});
