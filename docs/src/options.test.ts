import { readFileSync } from "node:fs";
import { ConfigurationError, productAuth } from "@product-auth/express";
import { expect } from "chai";
import { createAuth } from "./options.js";

const page = readFileSync(new URL("../options.md", import.meta.url), "utf8");
const limits = readFileSync(new URL("../limits.md", import.meta.url), "utf8");
const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const nonsense = { zzzzzzzzzzzz: 1 };
const product = { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" };

function errorOf(options: object): ConfigurationError {
  try {
    productAuth(options as never);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error("these options should not start");
}

/** The names that may stand where the nonsense stands, as the error lists them. */
const knownNames = (options: object): string[] =>
  errorOf(options)
    .problems.map(({ fix }) => /known names are (.+)$/.exec(fix)?.[1]?.split(", "))
    .find((names) => names !== undefined) ?? [];

/** The first cells of the tables below a heading. */
function rowsBelow(heading: string, text = page): string[] {
  const start = text.indexOf(`\n## ${heading}\n`);
  expect(start, `a heading ${heading}`).to.be.above(0);
  const section = text.slice(start + 1).split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([A-Za-z0-9]+)`/gm)].map(([, name = ""]) => name);
}

describe("the page of options", () => {
  const base = { tenantId: TENANT, products: { starter: product } };
  for (const [heading, options] of [
    ["All options", { ...base, ...nonsense }],
    ["`products`", { ...base, products: { starter: { ...product, ...nonsense } } }],
    [
      "`requiredClaims`",
      { ...base, products: { starter: { ...product, requiredClaims: [{ name: "acr", ...nonsense }] } } },
    ],
    ["`subscriptions`", { ...base, subscriptions: [nonsense] }],
    ["`apis`", { ...base, apis: { orders: nonsense } }],
    ["`operations`", { ...base, apis: { orders: { path: "orders", operations: { read: nonsense } } } }],
    ["`subscriptionKeyPepper`", { ...base, subscriptionKeyPepper: nonsense }],
    ["`subscriptionCache`", { ...base, subscriptionCache: nonsense }],
    ["`clientApplications`", { ...base, clientApplications: [nonsense] }],
    ["`subscriptionKeyParameterNames`", { ...base, subscriptionKeyParameterNames: nonsense }],
    ["`issuers`", { ...base, issuers: [nonsense] }],
    ["`signingKeys`", { ...base, signingKeys: nonsense }],
    ["`tokenSource`", { ...base, tokenSource: nonsense }],
    ["`validateJwt`", { ...base, policies: { validateJwt: nonsense } }],
    ["`custom`", { ...base, policies: { custom: [nonsense] } }],
    ["`ipFilter`", { ...base, policies: { ipFilter: nonsense } }],
    ["`checkHeader`", { ...base, policies: { checkHeader: [nonsense] } }],
    ["`clientCertificate`", { ...base, policies: { clientCertificate: nonsense } }],
    ["`identities`", { ...base, policies: { clientCertificate: { identities: [nonsense] } } }],
    ["`clientCertificates`", { ...base, clientCertificates: nonsense }],
    ["`failedValidation`", { ...base, failedValidation: nonsense }],
    ["`upgrades`", { ...base, upgrades: nonsense }],
    ["`protectedResource`", { ...base, protectedResource: nonsense }],
  ] as const)
    it(`has a row for each name of ${heading}, and no other`, () =>
      expect(rowsBelow(heading)).to.have.members(knownNames(options)));

  const withPolicy = (policy: object) => ({ ...base, products: { starter: { ...product, ...policy } } });
  for (const [heading, options] of [
    ["`rateLimit`", withPolicy({ rateLimit: nonsense })],
    ["`quota`", withPolicy({ quota: nonsense })],
    ["`rateLimitByKey`", withPolicy({ rateLimitByKey: [nonsense] })],
    ["`quotaByKey`", withPolicy({ quotaByKey: [nonsense] })],
    ["`counters`", { ...base, counters: nonsense }],
  ] as const)
    it(`the page of limits has a row for each name of ${heading}, and no other`, () =>
      expect(rowsBelow(heading, limits)).to.have.members(knownNames(options)));

  it("the example starts", async () => {
    const auth = createAuth({ findByKeyDigest: () => undefined });
    expect(auth.health().status).to.equal("ok");
    await auth.close();
  });
  it("the error on the page is the one that these options throw", () => {
    const shown = /```text\n(Product Auth cannot start[^`]+)\n```/.exec(page)?.[1];
    const options = { tenantID: TENANT, products: { starter: {} }, clockTolerance: -1 };
    expect(errorOf(options).message).to.equal(shown);
  });
});
