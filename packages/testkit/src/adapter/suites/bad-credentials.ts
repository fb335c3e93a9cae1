import { deepEqual, equal } from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { DecisionEvent } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import type { AnyOptions } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { Suite } from "../suite.js";
import { written, type WrittenAuth } from "../written-auth.js";

const CALLS = 30;
const KEY = "acme-key";

interface Got {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** The throttle for bad credentials, through guards. */
export function badCredentials({
  describe,
  it,
  before,
  after,
  beforeEach,
  harness,
  sharedEntra,
}: Suite): void {
  describe("many bad credentials", () => {
    const events: DecisionEvent[] = [];
    let entra: Entra;
    let auth: WrittenAuth;
    let served: Served;
    let now = Date.now();
    before(async () => {
      entra = await sharedEntra();
      const { audience } = entra.products["pro"]!;
      const options = {
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        products: { pro: { displayName: "Pro", audience, accepts: ["token", "key"] } },
        subscriptions: [{ id: "acme", scope: "/products/pro", primaryKey: KEY }],
        badCredentials: { calls: CALLS, renewalPeriod: 60 },
        clock: () => now,
        onDecision: (event: DecisionEvent) => events.push(event),
      } as unknown as AnyOptions;
      auth = written(harness.adapt(options));
      served = await serve(harness, auth, (app) => {
        app.get("/public", auth.open(), () => ({ body: {} }));
        app.get("/pro", auth.requireProduct("pro"), ({ access }) => ({ body: { by: access?.credential } }));
        app.mount("/all", auth, (inner) =>
          inner.get("/pro", auth.requireProduct("pro"), () => ({ body: {} })),
        );
        app.get("/explained", auth.requireProduct("pro"), async ({ explain }) => ({
          body: await explain({ product: "pro" }),
        }));
      });
      await auth.ready();
    });
    after(async () => {
      await served.close();
      await auth.close();
    });
    // The window has moved on before each test.
    beforeEach(() => {
      now += 120_000;
      events.length = 0;
    });

    // Every address in 127.0.0.0/8 is this machine's.
    const get = (path: string, headers: Record<string, string> = {}, from = "127.0.0.1"): Promise<Got> =>
      new Promise((resolve, reject) => {
        const { port } = served;
        request({ host: "127.0.0.1", port, path, headers, localAddress: from, agent: false }, (res) => {
          text(res).then((body) => {
            const { "www-authenticate": challenge, "retry-after": retryAfter } = res.headers;
            resolve({ status: res.statusCode!, challenge, retryAfter, body });
          }, reject);
        })
          .on("error", reject)
          .end();
      });
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const key = (value: string) => ({ "ocp-apim-subscription-key": value });
    const newToken = () => entra.tokenFor({ client: "contoso", product: "pro" });
    const exhaust = async (path = "/pro", calls = CALLS) => {
      for (let i = 0; i < calls; i++)
        equal((await get(path, i % 2 === 0 ? bearer("forged") : key("guess"))).status, 401);
    };

    it("429 after 30, without a challenge, until the window has moved", async () => {
      await exhaust();
      const { status, challenge, retryAfter, body } = await get("/pro", bearer(await newToken()));
      deepEqual([status, challenge, retryAfter], [429, undefined, "60"]);
      equal(body, '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 60 seconds." }');
      const { code, address, limit } = events.at(-1)!;
      deepEqual([code, address], ["too_many_bad_credentials", "127.0.0.1"]);
      deepEqual(
        { ...limit },
        { kind: "rate", place: "bad-credentials", calls: CALLS, renewalPeriod: 60, retryAfter: 60 },
      );
      now += 60_000;
      equal((await get("/pro", bearer(await newToken()))).status, 200);
    });
    it("200 for known tokens and keys meanwhile, and 401 without a credential", async () => {
      const known = await newToken();
      equal((await get("/pro", bearer(known))).status, 200);
      await exhaust();
      for (const good of [bearer(known), key(KEY)]) equal((await get("/pro", good)).status, 200);
      equal((await get("/pro")).status, 401);
      equal((await get("/public")).status, 200);
      for (const bad of [bearer("forged"), key("guess"), { ...bearer(known), ...key("guess") }])
        equal((await get("/pro", bad)).status, 429);
    });
    it("200 from another address, which no forwarded field makes up", async () => {
      await exhaust();
      // macOS has one loopback address only.
      if (process.platform !== "darwin")
        equal((await get("/pro", bearer(await newToken()), "127.0.0.2")).status, 200);
      for (const forwarded of [{ "x-forwarded-for": "127.0.0.3" }, { forwarded: "for=127.0.0.3" }])
        equal((await get("/pro", { ...bearer(await newToken()), ...(forwarded as object) })).status, 429);
    });
    it("counts a request once, whatever number of guards it meets", async () => {
      await exhaust("/all/pro", CALLS - 1);
      equal((await get("/all/pro", bearer(await newToken()))).status, 200);
      await exhaust("/all/pro", 1);
      equal((await get("/all/pro", bearer(await newToken()))).status, 429);
    });
    it("explain shows the check", async () => {
      const { checks } = JSON.parse((await get("/explained", key(KEY))).body) as {
        checks: readonly { readonly check: string; readonly result: string }[];
      };
      deepEqual(checks[0], { check: "its address has not sent too many bad credentials", result: "passed" });
    });
  });
}
