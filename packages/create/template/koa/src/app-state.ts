import type { Access } from "@product-auth/koa";
import type { ProductName } from "./product-name.js";

/** What middlewares leave for handlers in `ctx.state`. Behind a guard, `productAuth` is certain. */
export interface AppState {
  productAuth?: Access<ProductName>;
}
