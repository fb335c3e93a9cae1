// What the types promise. There is nothing to run: the file compiles, or the build fails.
import {
  createProductAuth,
  type Access,
  type Decision,
  type IssuerOptions,
  type ProductAuth,
  type QuotaByKeyOptions,
  type RateLimitOptions,
  type RefusalCode,
  type Rule,
  type SubscriptionStore,
} from "@product-auth/core";
import { expectTypeOf } from "expect-type";

declare const store: SubscriptionStore;
const tenantId = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const audience = "api://55556666-ffff-7777-aaaa-8888bbbb9999";

const auth = createProductAuth({
  tenantId,
  products: { starter: { audience }, pro: { accepts: ["key"] } },
  subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "key-1" }],
});

// Where claims stand: a name, a path, an object's members, or a function that does not wait.
const issuer = "https://login.example";
const ofIssuer = (one: IssuerOptions) => one;
ofIssuer({ issuer, rolesClaim: ["realm_access", "roles"], scopesClaim: { membersOf: "scp" } });
ofIssuer({ issuer, rolesClaim: ({ groups }) => (typeof groups === "string" ? [groups] : undefined) });
ofIssuer({ issuer, clientClaim: ({ cid }) => String(cid), audienceClaim: ["app", "id"] });
// @ts-expect-error -- a promise
ofIssuer({ issuer, rolesClaim: async () => ["a"] });
// @ts-expect-error -- a client is no object's members
ofIssuer({ issuer, clientClaim: { membersOf: "a" } });
// @ts-expect-error -- read before the signature is verified
ofIssuer({ issuer, audienceClaim: () => "a" });

// Names are inferred from the options.
expectTypeOf(auth).toEqualTypeOf<ProductAuth<"starter" | "pro">>();
expectTypeOf(auth.products).toEqualTypeOf<readonly ("starter" | "pro")[]>();

// A misspelt product, demand or kind in a rule does not compile.
auth.requirement({ product: "starter" });
auth.requirement({ product: ["starter", "pro"], scopes: { any: ["Orders.Read"] } });
// @ts-expect-error -- no such product
auth.requirement({ product: "startre" });
// @ts-expect-error -- no such product in the list
auth.requirement({ product: ["starter", "gold"] });
// @ts-expect-error -- no such demand
auth.requirement({ product: "starter", scope: ["Orders.Read"] });
// @ts-expect-error -- no such kind of credential
auth.requirement({ product: "starter", accepts: ["cookie"] });

// Policies of the application: undefined or a refusal, at once or by a promise.
auth.requirement({
  product: "starter",
  custom: [
    {
      name: "plan",
      judge: ({ view, access }) => (access.product === view.path ? undefined : { status: 402, message: "" }),
    },
  ],
});
auth.requirement({ product: "pro", custom: [{ name: "plan", judge: async () => undefined }] });
// @ts-expect-error -- a refusal without a status
auth.requirement({ product: "pro", custom: [{ name: "plan", judge: () => ({ message: "No." }) }] });
// @ts-expect-error -- false is no refusal
auth.requirement({ product: "pro", custom: [{ name: "plan", judge: () => false }] });
// @ts-expect-error -- no list
auth.requirement({ product: "pro", custom: { name: "plan", judge: () => undefined } });
// @ts-expect-error -- no name
auth.requirement({ product: "pro", custom: [{ judge: () => undefined }] });

// Names in alternatives are checked in the same way.
auth.requirement({ anyOf: [{ product: "starter" }, { product: "pro", scopes: ["Orders.Read"] }] });
// @ts-expect-error -- no such product in an alternative
auth.requirement({ anyOf: [{ product: "starter" }, { product: "startre" }] });
// @ts-expect-error -- no such demand in an alternative
auth.requirement({ anyOf: [{ product: "starter" }, { scope: ["Orders.Read"] }] });
// @ts-expect-error -- alternatives are not nested
auth.requirement({ anyOf: [{ anyOf: [{ product: "starter" }] }] });
// @ts-expect-error -- an API stands beside the alternatives
auth.requirement({ anyOf: [{ product: "starter", api: "orders" }] });

// A token is read from one place, and the place of a rule is plain data.
auth.requirement({ product: "starter", tokenSource: { query: "access_token" } });
auth.requirement({ product: "starter", tokenSource: { header: "X-Token", scheme: "Bearer" } });
// @ts-expect-error -- in an alternative
auth.requirement({ anyOf: [{ product: "starter", tokenSource: { query: "access_token" } }] });
// @ts-expect-error -- two places
auth.requirement({ product: "starter", tokenSource: { query: "access_token", cookie: "token" } });
// @ts-expect-error -- a scheme outside of headers
auth.requirement({ product: "starter", tokenSource: { cookie: "token", scheme: "Bearer" } });
// @ts-expect-error -- no such scheme
auth.requirement({ product: "starter", tokenSource: { scheme: "Basic" } });
// @ts-expect-error -- a function is for the options
auth.requirement({ product: "starter", tokenSource: () => "token" });
createProductAuth({
  tenantId,
  products: { starter: { audience } },
  tokenSource: (request) => (request.method === "GET" ? undefined : "token"),
});
createProductAuth({
  tenantId,
  products: { starter: { audience } },
  // @ts-expect-error -- a function that returns a promise
  tokenSource: async () => "token",
});

// Nor does a subscription to a product that does not exist, or anything else misspelt in the options.
createProductAuth({
  products: { pro: { accepts: ["key"] } },
  // @ts-expect-error -- no such product
  subscriptions: [{ id: "contoso", scope: "/products/prro", primaryKey: "key-1" }],
});
createProductAuth({
  products: { pro: { accepts: ["key"] } },
  // @ts-expect-error -- no such state
  subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "key-1", state: "enabled" }],
});
createProductAuth({
  products: { pro: { accepts: ["key"] } },
  subscriptions: store,
  // @ts-expect-error -- no such option
  clockTolerence: 60,
});
// @ts-expect-error -- products are needed
createProductAuth({ tenantId });

// API names are inferred too, and where none are configured there are none to name.
const withApis = createProductAuth({
  products: { pro: { accepts: ["key"] } },
  apis: { orders: { path: "orders", products: ["pro"] } },
  subscriptions: [{ id: "contoso", scope: "/apis/orders", primaryKey: "key-1" }],
});
expectTypeOf(withApis).toEqualTypeOf<ProductAuth<"pro", "orders">>();
withApis.requirement({ api: "orders", product: "pro", all: true });
withApis.requirement({ api: "orders", anyOf: [{ product: "pro", all: true }, { scopes: ["A"] }] });
// @ts-expect-error -- no such API
withApis.requirement({ api: "ordres" });
// @ts-expect-error -- no such API beside the alternatives
withApis.requirement({ api: "ordres", anyOf: [{ product: "pro" }] });
// @ts-expect-error -- no APIs are configured
auth.requirement({ api: "orders" });
// @ts-expect-error -- the new catalog lacks the product
withApis.update({ products: {}, apis: { orders: { path: "orders" } } });
createProductAuth({
  products: { pro: { accepts: ["key"] } },
  // @ts-expect-error -- no such product
  apis: { orders: { path: "orders", products: ["prro"] } },
  subscriptions: [],
});
createProductAuth({
  products: { pro: { accepts: ["key"] } },
  apis: { orders: { path: "orders" } },
  // @ts-expect-error -- no such API
  subscriptions: [{ id: "contoso", scope: "/apis/ordres", primaryKey: "key-1" }],
});

// A rule of no API fits every instance, and one of an API only those that have it.
const general: Rule<"pro"> = { product: "pro" };
auth.requirement(general);
withApis.requirement(general);

// An environment variable may be undefined; the check at the start finds it.
createProductAuth({ tenantId: process.env["AZURE_TENANT_ID"], products: { starter: { audience } } });

// Limits: each at its places, with the members that it has.
const rate = { calls: 5, renewalPeriod: 60 };
const limited = { tenantId, products: { starter: { audience } } };
const orders = { path: "orders", products: ["starter"] } as const;
createProductAuth({
  ...limited,
  products: { starter: { audience, rateLimit: { ...rate, apis: { orders: rate } }, quota: rate } },
  policies: {
    rateLimitByKey: [
      { ...rate, counterKey: ["caller", { header: "X-A" }, { claim: "tier", of: "partner" }, { text: "a" }] },
      { ...rate, counterKey: [{ firstOf: ["subscription", { header: "X-A" }] }] },
      { ...rate, counterKey: ({ network }) => network, incrementCondition: ({ status }) => status < 400 },
    ],
    quotaByKey: [{ ...rate, counterKey: ["ip"], incrementCount: 2, incrementCondition: { status: ["2xx"] } }],
  },
});
// @ts-expect-error -- no such part of a call
createProductAuth({ ...limited, policies: { rateLimitByKey: [{ ...rate, counterKey: ["callr"] }] } });
// @ts-expect-error -- a part is one thing
createProductAuth({ ...limited, policies: { rateLimitByKey: [{ ...rate, counterKey: [{ cookie: "a" }] }] } });
// @ts-expect-error -- a misspelt member
createProductAuth({ ...limited, policies: { rateLimitByKey: [{ ...rate, counterKeys: ["ip"] }] } });
// @ts-expect-error -- no period
createProductAuth({ ...limited, policies: { rateLimitByKey: [{ calls: 5, counterKey: ["ip"] }] } });
// @ts-expect-error -- no such class of statuses
const classes: NonNullable<QuotaByKeyOptions["incrementCondition"]> = { status: ["6xx"] };
// @ts-expect-error -- a limit of each caller stands at a product, an API or an operation
createProductAuth({ ...limited, policies: { rateLimit: rate } });
// @ts-expect-error -- a quota of each caller stands at a product
createProductAuth({ ...limited, apis: { orders: { ...orders, quota: rate } } });
createProductAuth({ ...limited, apis: { orders: { ...orders, rateLimit: rate } } });
// @ts-expect-error -- no such algorithm
const algorithm: NonNullable<RateLimitOptions["algorithm"]> = "fixed-window";
createProductAuth({ ...limited, apis: { orders: { ...orders, rateLimit: { ...rate, algorithm } } } });
createProductAuth({
  ...limited,
  policies: { quotaByKey: [{ ...rate, counterKey: ["ip"], incrementCondition: classes }] },
});
auth.requirement({ product: "starter", rateLimitByKey: [{ ...rate, counterKey: ["caller"] }] });
auth.requirement({ anyOf: [{ product: "starter", rateLimitByKey: [{ ...rate, counterKey: ["caller"] }] }] });
// @ts-expect-error -- a quota is not part of a rule
auth.requirement({ product: "starter", quotaByKey: [{ ...rate, counterKey: ["caller"] }] });

// A decision is one of three, and a switch over it is complete.
export function words(decision: Decision<"starter" | "pro">): string {
  switch (decision.outcome) {
    case "admit":
      expectTypeOf(decision.access.product).toEqualTypeOf<"starter" | "pro">();
      // @ts-expect-error -- an admission has no code
      expectTypeOf(decision.code);
      return "";
    case "refuse":
      expectTypeOf(decision.code).toEqualTypeOf<RefusalCode>();
      // @ts-expect-error -- a refusal gives no access
      expectTypeOf(decision.access);
      return "";
    case "unavailable":
      expectTypeOf(decision.status).toEqualTypeOf<503>();
      return String(decision.retryAfter);
    default:
      return decision satisfies never;
  }
}

// Handlers cannot change what they are given, and must look before they use what may be missing.
export function handle(access: Access<"starter">): string | undefined {
  // @ts-expect-error -- read-only
  access.product = "starter";
  expectTypeOf<NonNullable<typeof access.token>["roles"]>().toEqualTypeOf<readonly string[]>();
  // @ts-expect-error -- no client where a key opened the product
  void access.client.id;
  return access.client?.id;
}
