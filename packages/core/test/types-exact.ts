// What a user's editor promises besides `types.ts` where `exactOptionalPropertyTypes` is on.
import { createProductAuth } from "@product-auth/core";

const auth = createProductAuth({ products: { pro: { accepts: ["key"] } }, subscriptions: [] });

// Where it is off, this is found at start-up, as a `ConfigurationError`.
// @ts-expect-error -- an undefined product would mean any product
auth.requirement({ product: undefined, scopes: ["Orders.Read"] });
