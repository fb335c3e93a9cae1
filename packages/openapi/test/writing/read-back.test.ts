import { ConfigurationError } from "@product-auth/core";
import { expect } from "chai";
import fc from "fast-check";
import { compareOpenApi, openApiOf } from "#src/index.js";
import { reportOf, type Guards } from "../support/report.js";

const SCHEMES = {
  token: { type: "http", scheme: "bearer" },
  users: { type: "oauth2", flows: { authorizationCode: { scopes: {} } } },
  key: { type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" },
  certificate: { type: "mutualTLS" },
  proxy: { type: "http", scheme: "bearer" },
};
const ELSEWHERE = ["certificate", "proxy"];

const GUARDS: Readonly<Record<string, Guards>> = {
  "a key": [{ accepts: ["key"] }],
  "a token of pro": [{ product: "pro", accepts: ["token"] }],
  "a scope": ["use", { scopes: ["Orders.Read"] }],
  "token or key": ["use"],
  "no credential": ["open"],
  "no guard": [],
  "an open product": [{ product: "free" }],
  "two products at once, which no request has": [{ product: "pro" }, { product: "starter" }],
  "a role that reads like an address": [{ roles: ["https://contoso.example/Orders.Admin"] }],
  "a scope that OpenID Connect has": [{ scopes: ["profile"] }],
};

const SECURITY: readonly (readonly object[] | undefined)[] = [
  undefined,
  [],
  [{ key: [] }],
  [{ key: [], certificate: [] }],
  [{ token: [], certificate: [] }, { key: [] }],
  [{ proxy: [], key: [] }],
  [{ missing: [] }],
];

const one = fc.record({
  guards: fc.constantFrom(...Object.keys(GUARDS)),
  security: fc.constantFrom(...SECURITY),
  isShared: fc.boolean(),
});
const routes = fc.array(one, { minLength: 1, maxLength: 4 });
const elsewhere = fc.constantFrom([], ELSEWHERE);

/** Whether the security of an operation has one of these schemes. */
const hasAny = (names: readonly string[], { security = [] }: { readonly security?: readonly object[] }) =>
  security.some((requirement) => names.some((name) => name in requirement));

describe("openApiOf: what is written", () => {
  it("is read as what the application demands, or is refused, and loses nothing that is enforced elsewhere", function () {
    this.timeout(30_000);
    let written = 0;
    fc.assert(
      fc.property(routes, elsewhere, (listed, enforcedElsewhere) => {
        const shared = { security: [{ key: [] }] };
        const operations = listed.map(({ security, isShared }) =>
          isShared ? shared : { ...(security !== undefined && { security }) },
        );
        const paths = Object.fromEntries(operations.map((get, i) => [`/at-${i}`, { get }]));
        const document = { openapi: "3.1.0", paths, components: { securitySchemes: SCHEMES } };
        const report = reportOf(
          Object.fromEntries(listed.map(({ guards }, i) => [`GET /at-${i}`, GUARDS[guards]!])),
        );
        try {
          const result = openApiOf(report, { document, enforcedElsewhere });
          const { drifts } = compareOpenApi(result, report, { enforcedElsewhere });
          // No rule can demand a certificate.
          const isOfOthers = (operation: object) => hasAny(["certificate", ...enforcedElsewhere], operation);
          const after = Object.values(result["paths"] as Record<string, { get: object }>);
          // What has a scheme of something else may stay as it is, and is reported as different.
          const left = after.filter(({ get }) => isOfOthers(get));
          expect(drifts.length).to.be.at.most(left.length);
          after.forEach(({ get }, i) => {
            const isDifferent = drifts.some(({ path }) => path === `/at-${i}`);
            if (isDifferent) expect(get).to.deep.equal(operations[i]);
            if (isOfOthers(operations[i]!)) expect(isOfOthers(get)).to.equal(true);
          });
          written++;
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          expect(listed.some(({ guards }) => /at once|reads like|OpenID/.test(guards))).to.equal(true);
        }
      }),
      { numRuns: 25, seed: 5 },
    );
    expect(written).to.be.above(8);
  });

  it("of a request that no guard admits is nothing: an empty list would open it", () => {
    const report = reportOf({ "GET /a": GUARDS["two products at once, which no request has"]! });
    expect(() => openApiOf(report)).to.throw(
      ConfigurationError,
      "#/paths/~1a/get: cannot state what the application demands: refuses every request",
    );
  });

  it("below a path is what a new document has, with the server", () => {
    const report = reportOf({ "GET /v1/a": ["use"], "GET /b": ["use"], "GET /v10/c": ["use"] });
    const document = openApiOf(report, { basePath: "/v1" });
    expect(document).to.deep.include({ servers: [{ url: "/v1" }] });
    expect(Object.keys(document["paths"] as object)).to.deep.equal(["/a"]);
    expect(compareOpenApi(document, report).drifts).to.deep.equal([]);
  });
});
