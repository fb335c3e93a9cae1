import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import type { PassportOrder, PassportOutcome } from "./programs/passport-azure-ad.js";
import { apiOptions } from "./support/api.js";
import { startTestEntra } from "./support/test-entra.js";
import { runTrusting, writeAuthority, type Authority } from "./support/trusting-process.js";

describe("passport-azure-ad beside our guard, over the same tokens", () => {
  let entra: Entra;
  let authority: Authority;
  let outcome: PassportOutcome;

  before(async function () {
    this.timeout(40_000);
    entra = await startTestEntra({ protocol: "https" });
    authority = await writeAuthority(entra);
    const wish = { client: "contoso", product: "starter" };
    const { tooLong: _, ...flawed } = entra.flawed; // Node answers 431 before either sees it
    const tokens: Record<string, string> = { good: await entra.tokenFor(wish) };
    for (const [flaw, make] of Object.entries(flawed)) tokens[flaw] = await make(wish);
    const { discoveryUrl, products } = entra;
    const order: PassportOrder = {
      api: apiOptions(entra),
      discoveryUrl,
      appId: products["starter"]!.appId,
      tokens,
    };
    outcome = await runTrusting<PassportOutcome>("passport-azure-ad", authority, order);
  });

  after(async () => {
    await authority.remove();
    await entra.close();
  });

  const namesWhere = (holds: (one: PassportOutcome[string]) => boolean) =>
    Object.keys(outcome).filter((name) => holds(outcome[name]!));

  it("both accept the emulator's version 2 token", () =>
    expect(outcome["good"]).to.deep.equal({ theirs: 200, ours: 200 }));

  it("both refuse one that is expired, forged or for somebody else", () => {
    for (const flaw of ["expired", "wrongSignature", "wrongAudience", "wrongIssuer", "algNone", "garbage"])
      expect(outcome[flaw], flaw).to.deep.equal({ theirs: 401, ours: 401 });
  });

  it("it knows nothing of roles, callers, tenants and some headers: these tokens only we refuse", () =>
    expect(namesWhere(({ theirs, ours }) => theirs === 200 && ours !== 200)).to.have.members([
      "noRoles",
      "otherRole",
      "roleWrongCase",
      "delegated",
      "contradictoryKind",
      "idTypDevice",
      "noClient",
      "noTid",
      "wrongTenant",
      "noVer",
      "arrayAudience",
      "graphToken",
      "critHeader",
    ]));

  it("nothing that it refuses is admitted by us", () =>
    expect(namesWhere(({ ours }) => ours === 200)).to.deep.equal(["good"]));
});
