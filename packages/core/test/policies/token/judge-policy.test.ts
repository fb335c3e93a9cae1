import { expect } from "chai";
import { judgePolicy } from "#src/policies/token/judge-policy.js";
import type { VerifiedToken } from "#src/index.js";
import { appToken, NOW, SECONDS, userToken } from "../../evidence/evidence-of.js";
import { PRO_ID } from "../../ids.js";
import { policyWith } from "./policy-with.js";

const judged = (policy: Parameters<typeof policyWith>[0], token: VerifiedToken = appToken(), now = NOW) =>
  judgePolicy(policyWith(policy), token, now);
const code = (...given: Parameters<typeof judged>) => judged(...given)?.code;

describe("a token by a policy", () => {
  it("passes when the policy demands no more than an audience", () => {
    expect(judged({})).to.equal(undefined);
    expect(judged({}, userToken())).to.equal(undefined);
  });

  it("its time, with the policy's own tolerance, to the second", () => {
    const token = appToken({ expiresAt: SECONDS, notBefore: SECONDS - 60, issuedAt: SECONDS - 60 });
    const at = (seconds: number) => code({ clockTolerance: 30 }, token, (SECONDS + seconds) * 1000);
    expect([29, 30].map(at)).to.deep.equal([undefined, "token_expired"]);
    expect([-90, -91].map(at)).to.deep.equal([undefined, "token_not_yet_valid"]);
  });

  it("without exp: refused where the policy requires one", () => {
    const { expiresAt: _, ...endless } = appToken();
    expect(judged({ requireExpirationTime: false }, endless)).to.equal(undefined);
    expect(judged({ requireExpirationTime: true }, endless)).to.deep.equal({
      code: "token_claims",
      expected: "exp",
      actual: "nothing",
    });
    expect(judged({ requireExpirationTime: true })).to.equal(undefined);
  });

  describe("audiences", () => {
    const audiences = {
      "entra-v1": new Set(["api://pro"]),
      "entra-v2": new Set([PRO_ID, "other"]),
      openid: new Set(["urn:pro", "urn:other"]),
    };
    const openid = (...audience: readonly string[]) => appToken({ profile: "openid", audience });

    it("one of them is enough, in the shape of the token", () => {
      const good = [
        appToken(),
        appToken({ profile: "entra-v1", audience: "api://pro" }),
        openid("urn:pro"),
        openid("urn:unknown", "urn:other"),
      ];
      for (const token of good) expect(judged({ audiences }, token)).to.equal(undefined);
    });
    it("those of other shapes, and none, are refused", () => {
      const bad = [
        appToken({ audience: "api://pro" }),
        appToken({ profile: "entra-v1", audience: PRO_ID }),
        openid("urn:unknown", PRO_ID),
        openid(),
      ];
      for (const token of bad) expect(code({ audiences }, token)).to.equal("token_audience");
    });
    it("both are named to operators", () => {
      expect(judged({ audiences }, openid("urn:a", "urn:b"))).to.deep.equal({
        code: "token_audience",
        expected: "an audience of the policy: urn:pro urn:other",
        actual: "urn:a urn:b",
      });
      expect(judged({ audiences }, appToken({ audience: "urn:a" }))).to.include({ actual: "urn:a" });
    });
  });

  it("of Entra that names no client: refused, also without a list of clients", () => {
    const { clientId: _, ...nameless } = appToken();
    expect(code({}, nameless)).to.equal("token_client");
    expect(code({}, { ...nameless, profile: "openid" })).to.equal(undefined);
  });

  it("its kind of caller, only where the policy demands one", () => {
    expect(code({ caller: "app-only" })).to.equal(undefined);
    expect(code({ caller: "delegated" })).to.equal("token_kind");
    expect(code({ caller: "delegated" }, userToken())).to.equal(undefined);
    expect(code({ caller: "app-only" }, userToken())).to.equal("token_kind");
  });

  describe("rights", () => {
    const roles = { mode: "all", values: ["A", "B"] } as const;
    const scopes = { mode: "any", values: ["Read", "Write"] } as const;

    it("roles: all, or any", () => {
      const of = (...held: readonly string[]) => appToken({ roles: held });
      expect(code({ roles }, of("A", "B", "C"))).to.equal(undefined);
      expect(code({ roles: { ...roles, mode: "any" } }, of("B"))).to.equal(undefined);
      expect(judged({ roles }, of("B"))).to.deep.include({ needs: ["A", "B"] });
      expect(judged({ roles, scopes }, of("B"))).to.deep.equal({
        ...{ code: "role_missing", expected: "A and B", actual: "B" },
        needs: ["Read", "Write", "A", "B"],
      });
    });
    it("scopes, with all rights of the policy for the challenge", () => {
      const of = (...held: readonly string[]) => userToken({ scopes: held, roles: ["A", "B"] });
      expect(code({ scopes }, of("Write"))).to.equal(undefined);
      expect(judged({ scopes }, of("Delete"))).to.deep.equal({
        ...{ code: "scope_missing", expected: "Read or Write", actual: "Delete" },
        needs: ["Read", "Write"],
      });
      expect(judged({ roles, scopes }, of("Delete"))).to.deep.include({ needs: ["Read", "Write", "A", "B"] });
    });
  });

  it("claims, then clients", () => {
    const requiredClaims = [{ name: "level", values: ["7"] }];
    const clients = new Set(["shop"]);
    const shop = appToken({ clientId: "shop", claims: { level: "7" } });
    expect(code({ requiredClaims, clients }, shop)).to.equal(undefined);
    expect(code({ requiredClaims }, { ...shop, claims: { level: "6" } })).to.equal("claim_missing");
    expect(code({ requiredClaims, clients }, appToken())).to.equal("claim_missing");
    expect(judged({ clients }, appToken({ clientId: "desk" }))).to.include({
      ...{ code: "client_not_allowed", expected: "a client of the policy", actual: "desk" },
    });
  });
});
