import type { Asked } from "./asked.js";
import type { KeyedSubscription, Service } from "./service.js";
import { judgeToken } from "./token-rule.js";

/** In which context a request is decided; undefined: it is refused before any policy. */
export interface Entry {
  readonly product: string | undefined;
  readonly subscription: KeyedSubscription | undefined;
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
  const byToken = accepting("token").find((name) => holdsToken(name, asked, service, now));
  if (byToken !== undefined && key === undefined) return { product: byToken, subscription: undefined };
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

/** The checklist of application tokens: audience, role, client and its link to the product, no scopes. */
function holdsToken(name: string, asked: Asked, service: Service, now: number): boolean {
  const product = service.report.products[name]!;
  const tenant = service.environment["AZURE_TENANT_ID"] ?? "";
  const claims = judgeToken(
    {
      ...({ kind: "token", tenant, source: "header:authorization", scheme: "Bearer", status: 401 } as const),
      audiences: product.audience ?? [],
      claims: [{ name: "roles", match: "all", values: [product.role ?? ""] }],
    },
    asked,
    service,
    now / 1_000,
  );
  if (claims === undefined || Object.hasOwn(claims, "scp")) return false;
  const { clients } = service.report;
  const isKnown = clients.some(
    ({ id, products, state }) =>
      (id === claims["azp"] || id === claims["appid"]) &&
      products.includes(name) &&
      ["active", "approved"].includes(state),
  );
  return clients.length === 0 || isKnown;
}
