import assert = require("node:assert/strict");
import { ConfigurationError, ProductAuthStrategy } from "@product-auth/passport";
import passport = require("passport");

assert.throws(() => new ProductAuthStrategy({ products: {} }), ConfigurationError);
const strategy = new ProductAuthStrategy({
  products: { pro: { accepts: ["key"] } },
  subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "pro-key" }],
});
passport.use(strategy);
assert.equal(typeof passport.authenticate("product-auth", strategy.requireProduct("pro")), "function");
void strategy.close();
