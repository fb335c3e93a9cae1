import type { Asked } from "./asked.js";
import type { KeyedSubscription, Service } from "./service.js";
import { judgeToken } from "./token-rule.js";

/** In which context a request is decided; undefined: it is refused before any policy. */
export interface Entry {
  readonly product: string | undefined;
  readonly subscription: KeyedSubscription | undefined;
  /** The application whose token opened the product. */
  readonly client?: string | undefined;
}

/**
 * The check of the built-in credentials: the key of a subscription, the token of an application, or nothing where a
 * product is open or the API needs no subscription.
 */
export function admit(api: string, asked: Asked, service: Service, now: number): Entry | undefined {
  const { subscriptionRequired, products, keyHeader, keyQuery } = service.report.apis[api]!;
  const known = products.filter((name) => !service.held.has(`product:${name}`));
  const accepting = (kind: string): readonly string[] =>
    known.filter((name) => service.report.products[name]?.accepts.includes(kind));
  const key =
    asked.headers[(keyHeader ?? "Ocp-Apim-Subscription-Key").toLowerCase()] ??
    asked.query[keyQuery ?? "subscription-key"];
  for (const product of key === undefined ? accepting("token") : []) {
    const client = clientOf(product, asked, service, now);
    if (client !== undefined) return { product, subscription: undefined, client };
  }
  if (key !== undefined) return byKey(key, api, accepting("key"), service);
  const [open] = accepting("open");
  if (open !== undefined) return { product: open, subscription: undefined };
  const wasOpen = products.some((name) => service.report.products[name]?.accepts.includes("open"));
  // Where its open product is held, calls without a key do not come to the API outside of it.
  return subscriptionRequired || wasOpen ? undefined : { product: undefined, subscription: undefined };
}

function byKey(
  key: string,
  api: string,
  products: readonly string[],
  { subscriptions }: Service,
): Entry | undefined {
  const found = subscriptions.find(
    ({ primaryKey, secondaryKey, state }) =>
      state === "active" && (primaryKey === key || secondaryKey === key),
  );
  if (found === undefined) return undefined;
  if (["/", "/apis", `/apis/${api}`].includes(found.scope))
    return { product: undefined, subscription: found };
  const product = products.find((name) => found.scope === `/products/${name}`);
  return product === undefined ? undefined : { product, subscription: found };
}

/** The client of an application token, by its checklist: audience, role, client and its link to the product, no scopes. */
function clientOf(name: string, asked: Asked, service: Service, now: number): string | undefined {
  const product = service.report.products[name]!;
  const tenant = service.environment["AZURE_TENANT_ID"] ?? "";
  const claims = judgeToken(
    {
      ...({ kind: "token", tenant, source: "header:authorization", scheme: "Bearer", status: 401 } as const),
      // How far clocks may differ is not documented for these tokens; ours may by five minutes.
      skew: 300,
      audiences: product.audience ?? [],
      claims: [{ name: "roles", match: "all", values: [product.role ?? ""] }],
    },
    asked,
    service,
    now / 1_000,
  );
  if (claims === undefined || Object.hasOwn(claims, "scp")) return undefined;
  const client = (claims["ver"] === "2.0" ? claims["azp"] : claims["appid"]) as string;
  const { clients } = service.report;
  const isKnown = clients.some(
    ({ id, products, state }) =>
      id === client && products.includes(name) && ["active", "approved"].includes(state),
  );
  return clients.length === 0 || isKnown ? client : undefined;
}
