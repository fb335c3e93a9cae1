import { createHmac } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { exportCatalog } from "@product-auth/apim";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { admits, type GatewayRequest } from "./gateway.js";
import { importOf } from "./support.js";

const SECRET = Buffer.from("a secret of thirty-two characters").toString("base64");
const env = { SIGNING_KEY: SECRET, HEADER_X_TOKEN: "a", HEADER_X_TOKEN_2: "b" };

const issuers = [
  {
    ...{ name: "partner", issuer: "https://partner.example", products: [] },
    ...{ signingKeys: [{ secret: "${env:SIGNING_KEY}" }], algorithms: ["HS256", "HS384", "HS512"] },
  },
];

/** A value, or more often none. */
const rarely = <Value>(value: fc.Arbitrary<Value>, times = 3) =>
  fc.oneof({ weight: times, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const ADDRESSES = ["192.0.2.1", "192.0.2.200", "198.51.100.7"];

const ipFilter = fc.record(
  {
    action: fc.constantFrom("allow", "forbid"),
    addresses: fc.uniqueArray(
      fc.constantFrom(...ADDRESSES, ...ADDRESSES, "192.0.2.128/25", "0.0.0.0/1", "2001:db8::/32"),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    addressRanges: fc.constantFrom(
      [{ from: "192.0.2.0", to: "192.0.2.9" }],
      [{ from: "198.51.0.0", to: "198.51.255.255" }],
    ),
  },
  { requiredKeys: ["action", "addresses"] },
);

const checkHeader = fc.record(
  {
    name: fc.constantFrom("X-A", "x-token"),
    failedCheckHttpCode: fc.constantFrom(401, 403),
    failedCheckErrorMessage: fc.constantFrom("No.", 'Use "A" & <B>'),
    ignoreCase: fc.boolean(),
    values: fc.constantFrom(["a"], ["a", "b"]),
  },
  { requiredKeys: ["name", "failedCheckHttpCode", "failedCheckErrorMessage", "ignoreCase"] },
);

const demand = fc.constantFrom(["Read"], { any: ["Read", "Write"] }, { all: ["Read", "Write"] });

const validateJwt = fc
  .record({
    issuers: fc.constant(["partner"]),
    audiences: fc.constantFrom(["api://orders"], ["api://orders", "api://other"]),
    roles: rarely(demand),
    scopes: rarely(demand),
    caller: rarely(fc.constant("app-only"), 20),
    clients: rarely(fc.constant(["client-1"]), 20),
    requiredClaims: rarely(
      fc.constantFrom([{ name: "department" }], [{ name: "department", values: ["sales"] }]),
    ),
    tokenSource: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(undefined, { scheme: "optional" }) },
      { weight: 2, arbitrary: fc.constant({ header: "X-Jwt" }) },
      { weight: 1, arbitrary: fc.constantFrom({ header: "X-Jwt", scheme: "Bearer" }, { cookie: "token" }) },
    ),
    clockTolerance: fc.constantFrom(0, 60, undefined),
    failedValidation: rarely(fc.constant({ status: 403, message: "No token." })),
    when: rarely(fc.constantFrom({ method: ["GET"] }, { not: { method: ["GET"] } })),
  })
  .map(defined);

const limits = fc
  .record({
    rateLimitByKey: rarely(fc.constant([{ calls: 100, renewalPeriod: 600, counterKey: ["ip"] }]), 20),
    rateLimit: rarely(
      fc.constantFrom(
        { calls: 100, renewalPeriod: 60 },
        { calls: 100, renewalPeriod: 60, per: "subscription" },
      ),
    ),
  })
  .map(defined);

const policies = fc
  .record({
    ipFilter: rarely(ipFilter),
    checkHeader: rarely(checkHeader.map((one) => [one])),
    validateJwt: rarely(validateJwt.map((one) => [one])),
    limits,
  })
  .map(({ limits: some, ...others }) => ({ ...defined(others), ...some }));

const catalogs = fc
  .record({
    instance: policies,
    ...{ gold: policies, free: policies, orders: policies, list: policies },
    isOpen: fc.boolean(),
    subscriptionRequired: fc.boolean(),
  })
  .map(({ instance, gold, free, orders, list, isOpen, subscriptionRequired }) => {
    const { rateLimit: _, ...whole } = instance as Record<string, unknown>;
    return {
      policies: whole,
      products: {
        gold: { accepts: ["key"], ...gold },
        free: { accepts: isOpen ? ["key", "open"] : ["key"], ...free },
      },
      apis: {
        orders: {
          ...{ path: "orders", products: ["gold", "free"], subscriptionRequired },
          ...orders,
          operations: {
            list: { method: "GET", urlTemplate: "/", ...list },
            create: { method: "POST", urlTemplate: "/" },
          },
        },
      },
    };
  });

function tokenOf(claims: object): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
  const signature = createHmac("sha256", Buffer.from(SECRET, "base64")).update(content).digest("base64url");
  return `${content}.${signature}`;
}

const now = Math.floor(Date.now() / 1000);
const token = fc
  .record({
    iss: fc.constantFrom("https://partner.example", "https://partner.example", "https://other.example"),
    aud: fc.constantFrom("api://orders", "api://orders", "api://other", "api://foreign"),
    exp: fc.constantFrom(now + 3600, now + 3600, now + 3600, now - 30, now - 120, now - 7200),
    roles: fc.constantFrom(["Read"], ["Read", "Write"], []),
    scope: fc.constantFrom("Read Write", "Read"),
    department: fc.constantFrom("sales", "finance"),
    client_id: fc.constant("client-1"),
  })
  .map((claims) => tokenOf({ sub: "user-1", ...claims }));

const requests = fc.record({
  key: fc.constantFrom("product:gold", "product:gold", "api", "wrong", undefined),
  operation: fc.constantFrom("list", "create"),
  address: fc.constantFrom(...ADDRESSES),
  token: fc.option(token, { freq: 6 }),
  place: fc.constantFrom("Bearer", "Bearer", "bare", "x-jwt"),
  a: fc.option(fc.constantFrom("a", "A", "b", "c"), { freq: 6 }),
});

type Given = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

function requestOf({ key, operation, address, token: sent, place, a }: Given): GatewayRequest {
  const authorization = place === "Bearer" ? `Bearer ${sent}` : sent;
  return {
    ...{ api: "orders", operation, method: operation === "list" ? "GET" : "POST", address },
    ...(key !== undefined && { key: key as NonNullable<GatewayRequest["key"]> }),
    headers: {
      ...(sent !== null && (place === "x-jwt" ? { "x-jwt": sent } : { authorization: authorization! })),
      ...(a !== null && { "x-a": a, "x-token": a }),
    },
  };
}

const KEYS = { "product:gold": "gold-key", api: "orders-key", wrong: "no-key" };

describe("the gateway never admits more than the catalog", () => {
  const seen = { both: 0, equal: 0, lost: 0 };

  it("for policies at all places and requests of all kinds", async () => {
    await fc.assert(
      fc.asyncProperty(
        catalogs,
        fc.array(requests, { minLength: 25, maxLength: 25 }),
        async (catalog, sent) => {
          const exported = exportCatalog(catalog, { options: { issuers } });
          const { report } = await importOf(exported);
          const auth = instanceOf(catalog);
          const isSame = exported.findings.every(({ code }) => code === "export-value");
          if (exported.findings.some(({ severity }) => severity === "lost")) seen.lost++;
          for (const one of sent) {
            const request = requestOf(one);
            const here = await isAdmitted(auth, request);
            const there = admits(report, request, env);
            if (there) expect(here, JSON.stringify(request)).to.equal(true);
            if (isSame) expect(there, JSON.stringify(request)).to.equal(here);
            if (there && here) seen.both++;
            if (isSame) seen.equal++;
          }
        },
      ),
      { numRuns: 80 },
    );
  }).timeout(20_000);

  it("where each of the kinds was seen", () => {
    for (const count of Object.values(seen)) expect(count).to.be.greaterThan(10);
  });
});

function instanceOf(catalog: object) {
  const given = JSON.stringify({ ...catalog, issuers }).replaceAll("${env:SIGNING_KEY}", SECRET);
  return createProductAuth<string, string>({
    ...(JSON.parse(given) as ProductAuthOptions<string, string>),
    subscriptions: [
      { id: "gold", scope: "/products/gold", primaryKey: KEYS["product:gold"] },
      { id: "orders", scope: "/apis/orders", primaryKey: KEYS.api },
    ],
  });
}

async function isAdmitted(
  auth: ReturnType<typeof instanceOf>,
  { method, headers, key, address }: GatewayRequest,
): Promise<boolean> {
  const sent: Readonly<Record<string, string>> = {
    ...headers,
    ...(key !== undefined && { "ocp-apim-subscription-key": KEYS[key] }),
  };
  const view = {
    ...{ method, path: "/orders", address: () => address },
    header: (name: string) => sent[name],
    query: () => undefined,
  };
  return (await auth.authorize(view, auth.anyProduct)).outcome === "admit";
}

function defined(members: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
