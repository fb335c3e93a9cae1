import { createHash } from "node:crypto";
import { expect } from "chai";
import {
  MemorySubscriptionStore,
  type SubscriptionOptions,
  type SubscriptionStore,
} from "@product-auth/core";
import { KEY } from "../../support/api.js";
import { rawRequest } from "../../support/raw-request.js";
import { badKey } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

/** 2026-01-02T03:04:05Z. */
const NOW = 1_767_323_045_000;
const at = (offset: number) => new Date(NOW + offset);

const STATES = ["active", "submitted", "rejected", "suspended", "cancelled", "expired"] as const;
const SUBSCRIPTIONS: readonly SubscriptionOptions<"pro" | "batch">[] = [
  ...STATES.map((state) => ({ ...subscription(state), state, secondaryKey: `${state}-secondary` })),
  { ...subscription("of-pro"), scope: "/products/pro" },
  { ...subscription("begins-now"), startDate: at(0) },
  { ...subscription("begins-soon"), startDate: at(1) },
  { ...subscription("ends-now"), endDate: at(0) },
  { ...subscription("ends-soon"), endDate: at(1) },
  { ...subscription("in-its-time"), startDate: at(-1), endDate: at(1) },
  { ...subscription("suspended-in-its-time"), state: "suspended", startDate: at(-1), endDate: at(1) },
];

function subscription(id: string) {
  return { id, scope: "/products/batch", primaryKey: `${id}-key` } as const;
}

/** Keys that open nothing, with the reason that only operators see. */
const REFUSED = [
  ["one that no subscription has", "nobody-has-this", "key_unknown"],
  ["the first letters of a good one", "active-ke", "key_unknown"],
  ["a good one with a letter behind", "active-key1", "key_unknown"],
  ["a good one in capitals", "ACTIVE-KEY", "key_unknown"],
  ["the id of a subscription", "active", "key_unknown"],
  ["the digest of a good one", digest("base64url"), "key_unknown"],
  ["the digest of a good one in hexadecimal", digest("hex"), "key_unknown"],
  ["one too long", "k".repeat(257), "key_too_long"],
  ...STATES.slice(1).flatMap((state) => [
    [`the primary key, ${state}`, `${state}-key`, "key_state"] as const,
    [`the secondary key, ${state}`, `${state}-secondary`, "key_state"] as const,
  ]),
  ["another product's", "of-pro-key", "key_other_product"],
  ["one whose time has not come, by a millisecond", "begins-soon-key", "key_not_started"],
  ["one that expired this millisecond", "ends-now-key", "key_ended"],
  ["suspended within its time", "suspended-in-its-time-key", "key_state"],
] as const;

function digest(encoding: "base64url" | "hex"): string {
  return createHash("sha256").update("active-key").digest(encoding);
}

export function keys({ describe, it, after, beforeEach, attacked }: Suite): void {
  describe("subscription keys (API Management, Subscriptions)", () => {
    const lookUps: string[] = [];
    const store = new MemorySubscriptionStore(SUBSCRIPTIONS);
    const subscriptions: SubscriptionStore = {
      findByKeyDigest(presented) {
        lookUps.push(presented);
        return store.findByKeyDigest(presented);
      },
    };
    const target = attacked({ subscriptions, clock: () => NOW });
    beforeEach(() => void lookUps.splice(0));

    for (const [name, key, code] of REFUSED)
      it(`401 ${code}: ${name}`, () =>
        target.refusesRequest(() => target.api.get("/batch").set(KEY, key), code, badKey));

    it("401 to the byte the same for all of these, in the field and in the query", async () => {
      const answers = new Set<string>();
      for (const [, key] of REFUSED)
        for (const [path, ...lines] of [
          ["/batch", `${KEY}: ${key}`],
          [`/batch?subscription-key=${key}`],
        ] as const) {
          const { status, fields, text } = await rawRequest(target.api.port, path, ...lines);
          answers.add(JSON.stringify([status, fields.filter(([field]) => field !== "date"), text]));
        }
      expect([...answers]).to.have.length(1);
      expect([...answers][0]).to.match(/^\[401,/);
    });

    it("one look-up for each key that can be one, by a digest of the same length: an unknown one takes no shorter way", async () => {
      for (const [, key, code] of REFUSED) {
        lookUps.length = 0;
        await target.api.get("/batch").set(KEY, key);
        expect(lookUps.map(({ length }) => length)).to.deep.equal(code === "key_too_long" ? [] : [43]);
      }
    });

    for (const key of [
      "active-key",
      "active-secondary",
      "begins-now-key",
      "ends-soon-key",
      "in-its-time-key",
    ])
      it(`200 ${key}`, () => target.api.get("/batch").set(KEY, key).expect(200));
    it("200 another product's, on that product's route", () =>
      target.api.get("/pro").set(KEY, "of-pro-key").expect(200));
  });

  describe("a subscription that changes", () => {
    const state = { now: "active" as (typeof STATES)[number], scope: "/products/batch" };
    const target = attacked({
      subscriptions: { findByKeyDigest: () => ({ id: "one", scope: state.scope, state: state.now }) },
    });
    const get = () => target.api.get("/batch").set(KEY, "its-key");

    it("is judged as it is now, request by request", async () => {
      await get().expect(200);
      state.now = "suspended";
      await target.refusesRequest(get, "key_state", badKey);
      state.now = "active";
      await get().expect(200);
      state.scope = "/products/pro";
      await target.refusesRequest(get, "key_other_product", badKey);
    });
    for (const scope of [
      ...[
        "/products",
        "/products/",
        "/products/batch/",
        "/products/BATCH",
        "products/batch",
        "/products/batch/x",
      ],
      ...["/products/__proto__", "/apis", "/", "", "*", "/products/*", "/products/batch,/products/pro"],
    ])
      it(`401 with the scope ${JSON.stringify(scope)}`, async () => {
        state.scope = scope;
        await target.refusesRequest(get, "key_other_product", badKey);
      });
    for (const now of ["Active", "ACTIVE", "", "enabled", undefined, null, true])
      it(`401 with the state ${JSON.stringify(now)}`, async () => {
        Object.assign(state, { now, scope: "/products/batch" });
        await target.refusesRequest(get, "key_state", badKey);
      });
    after(() => Object.assign(state, { now: "active" }));
  });

  describe("dates that are none", () => {
    const dates: { startDate?: number; endDate?: number } = {};
    const target = attacked({
      subscriptions: {
        findByKeyDigest: () => ({ id: "one", scope: "/products/batch", state: "active", ...dates }),
      },
    });
    const get = () => target.api.get("/batch").set(KEY, "its-key");

    it("admit nobody", async () => {
      dates.startDate = NaN;
      await target.refusesRequest(get, "key_not_started", badKey);
      delete dates.startDate;
      dates.endDate = NaN;
      await target.refusesRequest(get, "key_ended", badKey);
      delete dates.endDate;
      await get().expect(200);
    });
  });
}
