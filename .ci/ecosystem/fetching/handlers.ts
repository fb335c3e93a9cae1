// #region handlers
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { Hono } from "hono";
import { guarded } from "./fetch-requests.js";

export function handlersWith(options: ProductAuthOptions<"starter">) {
  const auth = createProductAuth(options);
  const starter = auth.requirement({ product: "starter" });

  // Next.js: app/api/orders/route.ts exports a function of this name.
  const GET = guarded(auth, starter, (_request, access) => Response.json({ for: access.client?.id }));

  const app = new Hono();
  app.get("/api/orders", (context) => GET(context.req.raw));
  return { GET, app };
}
// #endregion handlers
