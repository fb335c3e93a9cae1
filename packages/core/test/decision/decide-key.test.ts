import type { Subscription } from "#src/index.js";
import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { OWNER_STATES, SUBSCRIPTION_STATES } from "#src/evidence/subscriptions/subscription.js";
import { demand } from "../catalog.js";
import { NOW, byKey, inWords, subscriptionTo } from "../evidence/evidence-of.js";
import type { DecisionSettings } from "#src/decision/decision.js";
import { settingsOf } from "./settings-of.js";

const pro = demand({ product: "pro" });
const judged = (over: Partial<Subscription>, settings: Partial<DecisionSettings> = {}) =>
  decide(settingsOf(settings), pro, byKey(subscriptionTo(over)), NOW);

describe("decide: the state of a subscription", () => {
  for (const state of SUBSCRIPTION_STATES)
    it(`${state} ${state === "active" ? "admits" : "does not admit"}`, () =>
      expect(inWords(judged({ state }))).to.equal(state === "active" ? "admit pro key" : "401 key_state"));
});

describe("decide: the owner of a subscription", () => {
  for (const ownerState of OWNER_STATES)
    it(`${ownerState} ${ownerState === "active" ? "admits" : "does not admit"}`, () => {
      const decision = judged({ ownerId: "zoe", ownerState });
      if (ownerState === "active") expect(inWords(decision)).to.equal("admit pro key");
      else
        expect(decision).to.include({
          status: 401,
          code: "key_owner",
          expected: "an active owner",
          actual: ownerState,
        });
    });
  it("without a state, or without an owner, admits", () => {
    expect(inWords(judged({ ownerId: "zoe" }))).to.equal("admit pro key");
    expect(inWords(judged({}))).to.equal("admit pro key");
  });
  it("is judged after the state", () =>
    expect(inWords(judged({ state: "cancelled", ownerState: "blocked" }))).to.equal("401 key_state"));
});

describe("decide: a key that was regenerated", () => {
  const cases = [
    ["works until a millisecond before its end", NOW + 1, "admit pro key"],
    ["is void at its end", NOW, "401 key_retired"],
    ["is void after its end", NOW - 1, "401 key_retired"],
    ["is void when its end is no number", NaN, "401 key_retired"],
  ] as const;
  for (const [name, keyEndsAt, outcome] of cases)
    it(`${name}: ${outcome}`, () => expect(inWords(judged({ keyEndsAt }))).to.equal(outcome));

  it("has no tolerance for clocks, and no use for dates that are only recorded", () =>
    expect(inWords(judged({ keyEndsAt: NOW }, { clockTolerance: 900, subscriptionDates: "audit" }))).to.equal(
      "401 key_retired",
    ));
  it("tells operators since when", () =>
    expect(judged({ keyEndsAt: NOW - 1000 })).to.include({
      expected: "a current key",
      actual: "regenerated, void since 2026-01-02T03:04:04.000Z",
    }));
});

describe("decide: dates that count, or are only recorded", () => {
  const cases = [
    [{ startDate: NOW + 1 }, "401 key_not_started"],
    [{ startDate: NOW }, "admit pro key"],
    [{ endDate: NOW }, "401 key_ended"],
    [{ endDate: NOW + 1 }, "admit pro key"],
    [{ startDate: NaN }, "401 key_not_started"],
    [{ endDate: NaN }, "401 key_ended"],
  ] as const;
  for (const [dates, enforced] of cases)
    it(`${JSON.stringify(dates)}: ${enforced}; audit: admitted`, () => {
      expect(inWords(judged(dates))).to.equal(enforced);
      expect(inWords(judged(dates, { subscriptionDates: "enforce" }))).to.equal(enforced);
      expect(inWords(judged(dates, { subscriptionDates: "audit" }))).to.equal("admit pro key");
    });
});
