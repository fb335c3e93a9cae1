import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { SUBSCRIPTION_STATES } from "#src/evidence/subscriptions/subscription.js";
import { demand } from "../catalog.js";
import { NOW, SECONDS, appToken, byKey, byToken, inWords, subscriptionTo } from "../evidence/evidence-of.js";
import { settingsOf } from "./settings-of.js";

const pro = demand({ product: "pro" });
const ADMIT = "admit pro token";
const EXPIRED = "401 token_expired";
const TOO_EARLY = "401 token_not_yet_valid";

describe("decide: times of a token (RFC 7519 §4.1.4 to §4.1.6)", () => {
  const from = { notBefore: SECONDS, issuedAt: SECONDS };
  const cases = [
    // name, claims, tolerance in seconds, milliseconds after SECONDS, decision
    ["at exp exactly, without tolerance", { expiresAt: SECONDS }, 0, 0, EXPIRED],
    ["a millisecond before exp, without tolerance", { expiresAt: SECONDS }, 0, -1, ADMIT],
    ["at exp, within the tolerance", { expiresAt: SECONDS }, 300, 0, ADMIT],
    ["a millisecond before the tolerance ends", { expiresAt: SECONDS }, 300, 299_999, ADMIT],
    ["when the tolerance ends", { expiresAt: SECONDS }, 300, 300_000, EXPIRED],
    ["exp 0", { expiresAt: 0 }, 300, 0, EXPIRED],
    ["at nbf exactly, without tolerance", from, 0, 0, ADMIT],
    ["a millisecond before nbf, without tolerance", from, 0, -1, TOO_EARLY],
    ["the whole tolerance before nbf", from, 300, -300_000, ADMIT],
    ["a millisecond more before nbf", from, 300, -300_001, TOO_EARLY],
    ["iat later than nbf counts", { notBefore: SECONDS - 900, issuedAt: SECONDS }, 0, -1, TOO_EARLY],
    ["nbf later than iat counts", { notBefore: SECONDS, issuedAt: SECONDS - 900 }, 0, -1, TOO_EARLY],
    ["exp has passed and nbf is to come", { ...from, expiresAt: SECONDS - 900 }, 0, -1, EXPIRED],
  ] as const;
  for (const [name, claims, clockTolerance, later, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      const decision = decide(settingsOf({ clockTolerance }), pro, byToken(appToken(claims)), NOW + later);
      expect(inWords(decision)).to.equal(expected);
    });
  }

  it("tells operators both moments", () => {
    const decision = decide(
      settingsOf({ clockTolerance: 0 }),
      pro,
      byToken(appToken({ expiresAt: SECONDS - 1 })),
      NOW,
    );
    expect(decision).to.include({
      expected: "exp after 2026-01-02T03:04:05.000Z",
      actual: "2026-01-02T03:04:04.000Z",
    });
  });
  it("refuses when the clock gives no number", () => {
    expect(inWords(decide(settingsOf(), pro, byToken(appToken()), NaN))).to.equal(TOO_EARLY);
    expect(inWords(decide(settingsOf({ clockTolerance: NaN }), pro, byToken(appToken()), NOW))).to.equal(
      TOO_EARLY,
    );
  });
  it("has words for a time no calendar knows", () => {
    const decision = decide(
      settingsOf({ clockTolerance: 0 }),
      pro,
      byToken(appToken({ notBefore: Number.MAX_SAFE_INTEGER })),
      NOW,
    );
    expect(decision).to.include({ code: "token_not_yet_valid", actual: "9007199254740991000 ms" });
  });
  it("judges a token for another product by its time first", () => {
    const token = appToken({ audience: "other", expiresAt: 1 });
    expect(inWords(decide(settingsOf({ clockTolerance: 0 }), pro, byToken(token), NOW))).to.equal(EXPIRED);
  });
});

describe("decide: subscription states, only active admits", () => {
  for (const state of SUBSCRIPTION_STATES) {
    const expected = state === "active" ? "admit pro key" : "401 key_state";
    it(`${state}: ${expected}`, () => {
      const decision = decide(settingsOf(), pro, byKey(subscriptionTo({ state })), NOW);
      expect(inWords(decision)).to.equal(expected);
    });
  }
  it("knows six states", () => {
    expect(SUBSCRIPTION_STATES).to.have.length(6);
  });
  it("refuses a state that a store made up", () => {
    const subscription = subscriptionTo({ state: "Active" as "active" });
    expect(inWords(decide(settingsOf(), pro, byKey(subscription), NOW))).to.equal("401 key_state");
  });
});

describe("decide: dates of a subscription, to the millisecond and without tolerance", () => {
  const cases = [
    ["starts now", { startDate: NOW }, "admit pro key"],
    ["starts in a millisecond", { startDate: NOW + 1 }, "401 key_not_started"],
    ["ends in a millisecond", { endDate: NOW + 1 }, "admit pro key"],
    ["ends now", { endDate: NOW }, "401 key_ended"],
    ["ended before 1970", { endDate: -1 }, "401 key_ended"],
    ["is within both", { startDate: NOW, endDate: NOW + 1 }, "admit pro key"],
    ["is suspended and ended: the state is told", { state: "suspended", endDate: 0 }, "401 key_state"],
    ["has a start that is no time", { startDate: NaN }, "401 key_not_started"],
    ["has an end that is no time", { endDate: NaN }, "401 key_ended"],
    ["has an end in words", { endDate: "2099-01-01" as unknown as number }, "401 key_ended"],
  ] as const;
  for (const [name, dates, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      const decision = decide(settingsOf(), pro, byKey(subscriptionTo(dates)), NOW);
      expect(inWords(decision)).to.equal(expected);
    });
  }
});
