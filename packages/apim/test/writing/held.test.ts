import { expect } from "chai";
import { importedOf, type Configured } from "./configured.js";
import { parsed, SHOP, written } from "./written.js";

const apisOf = (given: Configured): readonly string[] => Object.keys(written(given).catalog["apis"]!);
const heldBy = (given: Configured): readonly string[] => written(given).held.map(({ scope }) => scope);

const TOKEN =
  '<validate-jwt header-name="Authorization"><openid-config url="https://id.example/.well-known/openid-configuration" /><audiences><audience>a</audience></audiences></validate-jwt>';

describe("what is held is left out", () => {
  const two: Configured = {
    products: { gold: {}, free: { accepts: ["key", "open"] } },
    apis: {
      a: { products: ["gold", "free"], subscriptionRequired: false },
      b: { products: ["free"] },
    },
  };
  it("an API", () => {
    expect(apisOf({ ...two, held: ["api:a"] })).to.deep.equal(["b"]);
    expect(heldBy({ ...two, held: ["api:a"] })).to.deep.equal(["api:a"]);
  });
  it("a product, and its APIs do not open without it", () => {
    const { catalog } = written({ ...two, held: ["product:free"] });
    expect(Object.keys(catalog["products"]!)).to.deep.equal(["gold"]);
    expect(catalog["apis"]).to.deep.equal({
      a: { path: "a", products: ["gold"] }, // calls without a key belonged to the open product
      b: { path: "b" },
    });
  });
  it("a product that was not open leaves what needs no subscription", () => {
    const { catalog } = written({
      apis: { a: { products: ["gold"], subscriptionRequired: false } },
      products: { gold: {} },
      held: ["product:gold"],
    });
    expect(catalog["apis"]).to.deep.equal({ a: { path: "a", subscriptionRequired: false } });
  });
  it("everything", () => {
    const { catalog, held } = written({ ...two, held: ["global"] });
    expect(catalog["apis"]).to.deep.equal({});
    expect(held.map(({ scope }) => scope)).to.deep.equal(["global"]);
  });
  it("an API whose policies were lost", () =>
    expect(
      heldBy({ ...SHOP, policies: { "api:orders": '<include-fragment fragment-id="gone" />' } }),
    ).to.deep.equal(["api:orders"]));
});

describe("an API is held, and named,", () => {
  const reasonOf = (given: Configured): string =>
    written(given)
      .held.map(({ reason }) => reason)
      .join();

  it("where a token rule applies to calls that no place covers alone", () => {
    const given: Configured = {
      products: { gold: {} },
      apis: { a: { products: ["gold"] }, b: { products: ["gold"] }, c: {} },
      policies: { "product:gold": TOKEN, "api:b": "" },
    };
    expect([apisOf(given), heldBy(given)]).to.deep.equal([["b", "c"], ["api:a"]]);
    expect(reasonOf(given)).to.equal(
      "the rule at product-gold.xml:1 applies to calls that no place of a catalog covers alone",
    );
  });
  it("where a limit does", () => {
    const given: Configured = {
      products: { gold: {} },
      apis: { a: { products: ["gold"] }, b: { products: ["gold"] } },
      policies: { "product:gold": '<rate-limit calls="3" renewal-period="60" />', "api:b": "" },
    };
    expect([apisOf(given), heldBy(given)]).to.deep.equal([["b"], ["api:a"]]);
  });
  it("where a path is none of a catalog, or that of another API", () => {
    const given = { apis: { a: { path: "x/{y}" }, b: { path: "same" }, c: { path: "same" }, d: {} } };
    expect([apisOf(given), heldBy(given)]).to.deep.equal([["d"], ["api:a", "api:b", "api:c"]]);
    expect(reasonOf(given)).to.equal(
      "apis.a.path is not a path,calls to api:c, which is left out, would come to it,apis.c.path is also the path of b",
    );
  });
  it("whose name has digits only, without others", () =>
    expect(heldBy({ apis: { "12": { path: "{x}" }, "1": {} }, products: { "7": {} } })).to.deep.equal([
      "api:12",
    ]));
  it("where a name is reserved", () =>
    expect(heldBy({ apis: { a: { operations: { constructor: "GET /" } }, b: {} } })).to.deep.equal([
      "api:a",
    ]));
  it("where its rules are not known", () => {
    const { configuration, report } = importedOf({ apis: { a: {}, b: {} } });
    const effective = report.effective.filter(({ api }) => api === "b");
    const { catalog, held } = parsed({ configuration, report: { ...report, effective } });
    expect([Object.keys(catalog["apis"]!), held]).to.deep.equal([
      ["b"],
      [{ scope: "api:a", reason: "its rules are not known" }],
    ]);
  });
  it("where a token stands behind a scheme that is not Bearer", () =>
    expect(
      reasonOf({
        ...SHOP,
        policies: {
          "api:orders": TOKEN.replace('"Authorization"', '"Authorization" require-scheme="Token"'),
        },
      }),
    ).to.match(/another scheme than Bearer/));
  it("where keys for one issuer come from several places", () =>
    expect(
      reasonOf({
        ...SHOP,
        policies: {
          "api:orders": TOKEN.replace(
            "<audiences>",
            "<issuer-signing-keys><key>c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=</key></issuer-signing-keys><audiences>",
          ),
        },
      }),
    ).to.match(/keys for the same issuer from several places/));
  it("where a condition compares the address with something else", () =>
    expect(
      reasonOf({
        ...SHOP,
        policies: {
          "api:orders":
            '<choose><when condition="@(context.Request.IpAddress != "office")"><return-response><set-status code="401" /></return-response></when></choose>',
        },
      }),
    ).to.match(/names an address that is none/));
  it("where a second certificate policy has no place", () => {
    const certificate = (name: string) =>
      `<validate-client-certificate><identities><identity common-name="${name}" /></identities></validate-client-certificate>`;
    const policies = { "api:a": certificate("x") + certificate("y") };
    expect(heldBy({ apis: { a: {} }, policies })).to.deep.equal(["api:a"]);
    expect(heldBy({ apis: { a: { operations: { list: "GET /" } } }, policies })).to.deep.equal([]);
  });
});
