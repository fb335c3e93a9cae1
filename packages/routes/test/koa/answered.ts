import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { productAuth } from "@product-auth/koa";
import type { RouteReport } from "@product-auth/routes/koa";
import type Koa from "koa";

/** Products with a key each, tokens from nowhere, and their metadata. */
export const newAuth = () =>
  productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products: {
      starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key"] },
      pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
    },
    subscriptions: [],
    protectedResource: { resource: "https://api.example/" },
  });

/** The lines of a report: "GET /orders: product starter". */
export const linesOf = ({ routes }: RouteReport): readonly string[] =>
  routes.map(({ method, path, demands }) => `${method} ${path}: ${demands}`);

/** What a real server answers to requests without credentials: "GET /orders: 401". */
export async function answersOf(app: Koa, { routes }: RouteReport): Promise<readonly string[]> {
  const server = createServer(app.callback() as RequestListener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await Promise.all(
      routes.map(async ({ method, path, openAt }) => {
        const at = (openAt ?? path).replace(/:\w+/g, "some").replace(/\{?\/?\*\w+\}?/g, "/some/thing");
        const { status } = await fetch(origin + at, { method: method === "ALL" ? "PUT" : method });
        return `${method} ${path}: ${status}`;
      }),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What a report foretells of such requests: 401 where a route is guarded, the handler's 200 where it is open. */
export const foretold = ({ routes }: RouteReport): readonly string[] =>
  routes.map(({ method, path, state }) => `${method} ${path}: ${state === "guarded" ? 401 : 200}`);
