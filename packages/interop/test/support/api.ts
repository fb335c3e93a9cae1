import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Entra } from "@product-auth/emulator";
import { productAuth } from "@product-auth/express";
import express, { type RequestHandler } from "express";

/** What an API has to know of its issuer; plain data, so that it can be handed to another process. */
export interface ApiOptions {
  readonly tenantId: string;
  readonly authorityHost: string;
  readonly audiences: { readonly starter: string; readonly classic: string };
}

/** An API that listens: `starter` has version 2 tokens, `classic` version 1 tokens. */
export interface Api {
  readonly url: (product: Product) => string;
  readonly close: () => Promise<void>;
}

export type Product = keyof ApiOptions["audiences"];

/** What an API has to know of this emulator. */
export function apiOptions(entra: Entra): ApiOptions {
  const { starter, classic } = entra.products;
  const audiences = { starter: starter!.audience, classic: classic!.audience };
  return { tenantId: entra.tenantId, authorityHost: entra.origin, audiences };
}

/** Starts an API with one protected route per product; `more` are routes without our guard. */
export async function startApi(
  { tenantId, authorityHost, audiences }: ApiOptions,
  more: Readonly<Record<string, readonly RequestHandler[]>> = {},
): Promise<Api> {
  const auth = productAuth({
    tenantId,
    authorityHost,
    products: {
      starter: { displayName: "Starter", audience: audiences.starter },
      classic: { displayName: "Classic", audience: audiences.classic },
    },
  });
  const app = express();
  app.set("env", "test"); // Express prints no stack traces then
  for (const product of ["starter", "classic"] as const) {
    app.get(`/${product}`, auth.requireProduct(product), (_req, res) => {
      const { client, token } = res.locals.productAuth;
      res.json({ product, client: client?.id, proof: token?.claims["azpacr"] ?? token?.claims["appidacr"] });
    });
  }
  for (const [path, handlers] of Object.entries(more)) app.get(path, ...handlers);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (product) => `http://127.0.0.1:${port}/${product}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await auth.close();
    },
  };
}

/** What came back from an API. */
export interface Called {
  readonly status: number;
  readonly body: unknown;
}

/** Calls a protected route. */
export async function callApi(url: string, token: string): Promise<Called> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}
