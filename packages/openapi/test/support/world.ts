import { startEntra, type Entra } from "@product-auth/emulator";
import type { ProductAuthOptions } from "@product-auth/express";

export const PRODUCTS = ["pro", "starter"] as const;
export const SCOPES = ["Orders.Read", "Orders.Write"] as const;
export const ROLES = ["Orders.Admin", "Orders.Audit"] as const;

export type ProductName = (typeof PRODUCTS)[number];

/** A credential of a caller. Without scopes, a token is a client's. */
export interface SentToken {
  readonly product: ProductName;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

/** What a request carries. `bad`: a credential that nobody issued. */
export interface Sent {
  readonly token?: SentToken | "bad";
  readonly key?: ProductName | "bad";
}

/** An issuer, and what an API needs of it. */
export interface World {
  readonly options: ProductAuthOptions<ProductName>;
  readonly headersOf: (sent: Sent) => Promise<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const KEYS: Readonly<Record<ProductName, string>> = {
  pro: "key-of-pro-0123456789",
  starter: "key-of-starter-0123456789",
};

export async function startWorld(): Promise<World> {
  const entra = await startEntra({
    products: Object.fromEntries(
      PRODUCTS.map((name) => [name, { roles: [roleOf(name), ...ROLES], scopes: [...SCOPES] }]),
    ),
    clients: { contoso: { products: [...PRODUCTS] } },
  });
  const product = (name: ProductName) => ({
    audience: entra.products[name]!.audience,
    accepts: ["token", "key"] as const,
  });
  const issued = new Map<string, Promise<string>>();
  return {
    options: {
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: { pro: product("pro"), starter: product("starter") },
      subscriptions: PRODUCTS.map((name) => ({
        id: name,
        scope: `/products/${name}`,
        primaryKey: KEYS[name],
      })),
    },
    headersOf: async ({ token, key }) => ({
      ...(token !== undefined && { authorization: `Bearer ${await tokenOf(entra, issued, token)}` }),
      ...(key !== undefined && { "ocp-apim-subscription-key": key === "bad" ? "no-such-key" : KEYS[key] }),
    }),
    close: () => entra.close(),
  };
}

const roleOf = (name: ProductName) => `Product.${name[0]!.toUpperCase()}${name.slice(1)}.All`;

function tokenOf(
  entra: Entra,
  issued: Map<string, Promise<string>>,
  token: SentToken | "bad",
): Promise<string> {
  if (token === "bad") return Promise.resolve("not.a.token");
  const key = JSON.stringify(token);
  const { product, scopes, roles } = token;
  const rights =
    scopes.length === 0
      ? { roles: [roleOf(product), ...roles] }
      : { delegated: { scopes: [...scopes] }, roles: [...roles] };
  const found = issued.get(key) ?? entra.tokenFor({ client: "contoso", product, ...rights });
  issued.set(key, found);
  return found;
}
