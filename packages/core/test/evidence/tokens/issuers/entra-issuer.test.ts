import { expect } from "chai";
import { HINTS } from "#src/refusals/hints.js";
import type { KeySource } from "#src/evidence/tokens/keys/key-source.js";
import { PRO_ID, TENANT } from "../../../ids.js";
import { claims } from "./claims-of.js";
import { HOST, OTHER_TENANT, V1, V2, entraOf, published } from "./entra-of.js";
import { signer } from "../signer.js";

const name = (value: unknown): string => JSON.stringify(value) ?? "nothing";

describe("EntraIssuer: the header (Entra, Validate tokens)", () => {
  const good = { typ: "JWT", alg: "RS256", kid: "k1" };
  const cases = [
    [good, undefined],
    [
      { ...good, alg: "RS512" },
      { code: "token_algorithm", expected: "alg RS256", actual: "RS512" },
    ],
    [
      { ...good, typ: "at+jwt" },
      { code: "token_header", expected: "typ jwt", actual: "at+jwt" },
    ],
    [{ alg: "RS256" }, { code: "token_header", expected: "kid as a short string", actual: "nothing" }],
    [
      { ...good, nonce: "x" },
      {
        code: "token_foreign_resource",
        expected: "no nonce in the header",
        hint: HINTS.foreignResource,
      },
    ],
    [{ ...good, alg: "none", nonce: null }, { code: "token_foreign_resource" }],
  ] as const;
  for (const [header, finding] of cases) {
    it(name(header), () => {
      const found = entraOf().checkHeader(header);
      if (finding === undefined) expect(found).to.equal(undefined);
      else expect(found).to.include(finding);
    });
  }
  it("the same ones again and again, in turn: a bad one stays bad, a good one good", () => {
    const entra = entraOf();
    for (const [header, finding] of [...cases, ...cases, ...cases.toReversed()]) {
      for (const found of [entra.checkHeader(header), entra.checkHeader(header)]) {
        if (finding === undefined) expect(found).to.equal(undefined);
        else expect(found).to.include(finding);
      }
    }
  });
});

describe("EntraIssuer: where a token's keys are", () => {
  const from = (source: KeySource | object) =>
    "health" in source ? (source as KeySource).health(0).from : source;
  const documentOf = (authority: string, version: "" | "v2.0/") =>
    `${HOST}/${authority}/${version}.well-known/openid-configuration`;
  const many = { authorities: ["organizations"], tenants: [TENANT, OTHER_TENANT] };
  const cases = [
    ["a v2 token", {}, {}, documentOf(TENANT, "v2.0/")],
    ["a v1 token", {}, { ver: "1.0" }, documentOf(TENANT, "")],
    ["a tenant of organizations", many, { tid: OTHER_TENANT }, documentOf("organizations", "v2.0/")],
    [
      "the second of two tenants",
      { authorities: [TENANT, OTHER_TENANT], tenants: [TENANT, OTHER_TENANT] },
      { tid: OTHER_TENANT },
      documentOf(OTHER_TENANT, "v2.0/"),
    ],
    [
      "a tenant known by its domain",
      { authorities: ["contoso.example"], tenants: undefined },
      {},
      documentOf("contoso.example", "v2.0/"),
    ],
  ] as const;
  for (const [what, settings, over, expected] of cases) {
    it(what, () => {
      expect(from(entraOf(settings).sourceFor(claims(over)))).to.equal(expected);
    });
  }
  it("are one source for each authority and version", () => {
    const { sources } = entraOf({ authorities: [TENANT, OTHER_TENANT] });
    expect(sources.map(from)).to.deep.equal([
      documentOf(TENANT, ""),
      documentOf(TENANT, "v2.0/"),
      documentOf(OTHER_TENANT, ""),
      documentOf(OTHER_TENANT, "v2.0/"),
    ]);
  });

  const six = Array.from({ length: 6 }, (_, i) => TENANT.replace(/.$/, String(i)));
  const refused = [
    [
      "no version",
      {},
      { ver: undefined },
      { code: "token_version", expected: "ver 1.0 or 2.0", actual: "nothing", hint: HINTS.noVersion },
    ],
    [
      "a v1 token where v2 is demanded",
      { profiles: ["entra-v2"] },
      { ver: "1.0" },
      { code: "token_version", expected: "ver 2.0", actual: "1.0", hint: HINTS.v1Token },
    ],
    [
      "a v2 token where v1 is demanded",
      { profiles: ["entra-v1"] },
      { ver: "2.0" },
      { code: "token_version", expected: "ver 1.0", actual: "2.0" },
    ],
    [
      "a v1 token for a product that accepts v2 alone",
      { refusedAudiences: { "entra-v1": new Set([`api://${PRO_ID}`]), "entra-v2": new Set<string>() } },
      { ver: "1.0", aud: `api://${PRO_ID}` },
      { code: "token_version", expected: "ver 2.0 for this product", actual: "1.0", hint: HINTS.v1Token },
    ],
    [
      "a v2 token for a product that accepts v1 alone",
      { refusedAudiences: { "entra-v1": new Set<string>(), "entra-v2": new Set([PRO_ID]) } },
      { ver: "2.0", aud: PRO_ID },
      { code: "token_version", expected: "ver 1.0 for this product", actual: "2.0" },
    ],
    [
      "another tenant",
      {},
      { tid: OTHER_TENANT },
      { code: "token_tenant", expected: `tid ${TENANT}`, actual: OTHER_TENANT, hint: HINTS.otherTenant },
    ],
    [
      "another tenant than the allowed ones, of which five are named",
      { authorities: ["common"], tenants: six },
      { tid: OTHER_TENANT },
      {
        code: "token_tenant",
        expected: `tid ${six.slice(0, 5).join(" or ")}`,
        actual: OTHER_TENANT,
        hint: HINTS.otherTenant,
      },
    ],
    [
      "no tenant",
      {},
      { tid: undefined },
      { code: "token_tenant", expected: `tid ${TENANT}`, actual: "nothing", hint: HINTS.otherTenant },
    ],
    [
      "a tenant that is no GUID, where a domain stands for one",
      { authorities: ["contoso.example"], tenants: undefined },
      { tid: "contoso.example" },
      { code: "token_tenant", expected: "tid as a GUID", actual: "contoso.example", hint: HINTS.otherTenant },
    ],
    [
      "a tenant of the list that is no GUID",
      { authorities: ["common"], tenants: ["common"] },
      { tid: "common" },
      { code: "token_tenant", expected: "tid common", actual: "common", hint: HINTS.otherTenant },
    ],
  ] as const;
  for (const [what, settings, over, finding] of refused) {
    it(`refused: ${what}`, () => {
      expect(from(entraOf(settings).sourceFor(claims(over)))).to.deep.equal({ ...finding });
    });
  }
});

describe("EntraIssuer: iss belongs to the document and to the tenant", () => {
  const TEMPLATE = V2("{tenantid}");
  const domain = { authorities: ["contoso.example"], tenants: undefined };
  const cases = [
    ["the document's issuer", {}, V2(), {}, undefined],
    ["the document's template", {}, TEMPLATE, {}, undefined],
    ["a v1 issuer", {}, V1(), { iss: V1() }, undefined],
    ["the issuer of the domain's tenant", domain, V2(), {}, undefined],
    [
      "another issuer",
      {},
      V2(),
      { iss: V1() },
      { code: "token_issuer", expected: `iss ${V2()}`, actual: V1() },
    ],
    [
      "the template itself",
      {},
      TEMPLATE,
      { iss: TEMPLATE },
      { code: "token_issuer", expected: `iss ${V2()}`, actual: TEMPLATE },
    ],
    [
      "the issuer of another tenant, by the template",
      {},
      TEMPLATE,
      { iss: V2(OTHER_TENANT) },
      { code: "token_issuer", expected: `iss ${V2()}`, actual: V2(OTHER_TENANT) },
    ],
    [
      "the issuer of another tenant, by its document",
      {},
      V2(OTHER_TENANT),
      { iss: V2(OTHER_TENANT) },
      { code: "token_issuer", expected: `iss of tenant ${TENANT}`, actual: V2(OTHER_TENANT) },
    ],
    [
      "another tenant than the domain's",
      domain,
      V2(OTHER_TENANT),
      {},
      {
        code: "token_issuer",
        expected: `iss ${V2(OTHER_TENANT)}`,
        actual: V2(),
        hint: HINTS.otherTenant,
      },
    ],
    [
      "a template in the document of a domain: it must not stand for every tenant",
      domain,
      TEMPLATE,
      {},
      { code: "token_issuer", expected: `iss ${TEMPLATE}`, actual: V2(), hint: HINTS.otherTenant },
    ],
    [
      "no issuer",
      {},
      V2(),
      { iss: undefined },
      { code: "token_issuer", expected: `iss ${V2()}`, actual: "nothing" },
    ],
  ] as const;
  for (const [what, settings, issuer, over, finding] of cases) {
    it(`${what}: ${finding?.code ?? "accepted"}`, () => {
      const found = entraOf(settings).checkIssuer(claims(over), published(issuer));
      expect(found).to.deep.equal(finding);
    });
  }
});

describe("EntraIssuer: what was worked out for one token is not taken for another", () => {
  const many = { authorities: ["organizations"], tenants: [TENANT, OTHER_TENANT] };
  const document = published(V2("{tenantid}"));
  const tenants = [TENANT, OTHER_TENANT, OTHER_TENANT, TENANT] as const;

  it("tenants in turn, each by its own name", () => {
    const entra = entraOf(many);
    for (const tid of tenants) {
      const [own, other] = tid === TENANT ? [V2(), V2(OTHER_TENANT)] : [V2(OTHER_TENANT), V2()];
      expect(entra.checkIssuer(claims({ tid, iss: own }), document)).to.equal(undefined);
      expect(entra.checkIssuer(claims({ tid, iss: other }), document)).to.include({
        expected: `iss ${own}`,
      });
    }
  });
  it("names in turn, without a document", () => {
    const entra = entraOf(many);
    for (const tid of tenants) {
      for (const iss of [V1(), V2(), V1(OTHER_TENANT), V2(OTHER_TENANT), "nowhere", ""]) {
        const found = entra.checkTenantOfIssuer(claims({ tid, iss }));
        if (iss.includes(tid)) expect(found).to.equal(undefined);
        else expect(found).to.include({ code: "token_issuer", actual: iss });
      }
      const none = entra.checkTenantOfIssuer(claims({ tid, iss: undefined }));
      expect(none).to.include({ code: "token_issuer", actual: "nothing" });
    }
  });
  it("templates in turn: the document's name is not the key's", () => {
    const entra = entraOf(many);
    const { key } = signer("k1");
    for (const tid of tenants) {
      const payload = claims({ tid, iss: V2(tid) });
      expect(entra.checkIssuer(payload, document)).to.equal(undefined);
      const elsewhere = { ...key, issuer: "https://login.evil.example/{tenantid}/v2.0" };
      expect(entra.checkKey(payload, elsewhere, document)).to.include({ code: "token_key_issuer" });
      expect(entra.checkKey(payload, { ...key, issuer: V2("{tenantid}") }, document)).to.equal(undefined);
    }
  });
});

describe("EntraIssuer: the audience, of the token's own version", () => {
  const other = { code: "token_audience", expected: "the audience of a product", hint: HINTS.otherAudience };
  const cases = [
    [{ aud: PRO_ID }, undefined],
    [{ aud: `api://${PRO_ID}`, ver: "1.0" }, undefined],
    [{ aud: `api://${PRO_ID}` }, { ...other, actual: `api://${PRO_ID}` }],
    [
      { aud: PRO_ID, ver: "1.0" },
      { ...other, actual: PRO_ID },
    ],
    [{ aud: "openid" }, { ...other, actual: "openid" }],
    [
      { aud: PRO_ID, ver: undefined },
      { ...other, actual: PRO_ID },
    ],
    [{ aud: [PRO_ID] }, { ...other, actual: `["${PRO_ID}"]` }],
    [{ aud: undefined }, { ...other, actual: "nothing" }],
    [
      { aud: "x", azp: undefined, appid: "x" },
      { ...other, actual: "x" },
    ],
    [
      { aud: "x", azp: undefined },
      { ...other, actual: "x", hint: HINTS.idToken },
    ],
    ...[
      "00000003-0000-0000-c000-000000000000",
      "https://graph.microsoft.com",
      "https://graph.microsoft.com/",
    ].map(
      (aud) =>
        [
          { aud, azp: undefined },
          { ...other, actual: aud, hint: HINTS.graphAudience },
        ] as const,
    ),
  ] as const;
  for (const [over, finding] of cases) {
    it(`${name(over)}: ${finding?.code ?? "accepted"}`, () => {
      expect(entraOf().checkAudience(claims(over))).to.deep.equal(finding);
    });
  }
});

describe("EntraIssuer: the claims", () => {
  it("is read as what its version says, with the demand for idtyp", () => {
    expect(entraOf().read(claims())).to.include({ profile: "entra-v2", caller: "app-only" });
    expect(entraOf({ requireIdtyp: true }).read(claims())).to.include({ caller: "unknown" });
  });
});
