import type { Rule } from "@product-auth/core";
import { productAuth } from "@product-auth/express";
import { report } from "@product-auth/routes/express";
import express, { type RequestHandler } from "express";
import type { DescribedRoutes } from "#src/index.js";

const options = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  subscriptions: [],
  products: {
    starter: { audience: "55556666-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key"] },
    pro: { audience: "7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
    free: { accepts: ["key", "open"] },
  },
} as const;

type Name = keyof typeof options.products;

/** Guards of a route, in their order: `use` for the one of the whole application. */
export type Guards = readonly (Rule<Name> | "open" | "use")[];

/** The report of an application with these routes: `"GET /orders/:id": [{ product: "pro" }]`. */
export function reportOf(routes: Readonly<Record<string, Guards>>): DescribedRoutes {
  const auth = productAuth(options);
  const app = express();
  for (const [route, guards] of Object.entries(routes)) {
    const [method = "", path = ""] = route.split(" ");
    const handlers = guards.map((guard) => {
      if (guard === "use") return auth as unknown as RequestHandler;
      return (guard === "open" ? auth.open() : auth.require(guard)) as unknown as RequestHandler;
    });
    app[method.toLowerCase() as "get"](path, ...handlers, (_req, res) => void res.end());
  }
  // As the command gets it, from another process.
  return JSON.parse(JSON.stringify(report(app, auth))) as DescribedRoutes;
}
