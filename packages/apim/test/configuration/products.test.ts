import { expect } from "chai";
import type { JsonObject } from "#src/json/json-value.js";
import { found, resource, settle } from "./support.js";

const ID = "7b0c9e11-2222-4333-8444-955566667777";
const entra = (audience?: string, applicationId?: string): JsonObject => ({
  application: {
    entra: {
      ...(audience === undefined ? {} : { audience }),
      ...(applicationId === undefined ? {} : { applicationId }),
    },
  },
});
const tokens = { authenticationType: ["application-token"] };
const both = { authenticationType: ["subscription-key", "application-token"] };

describe("products", () => {
  const accepts: readonly (readonly [what: string, properties: JsonObject, accepts: readonly string[]])[] = [
    ["without settings", {}, ["key"]],
    ["that require a subscription", { subscriptionRequired: true }, ["key"]],
    ["that require it by null", { subscriptionRequired: null }, ["key"]],
    ["that require none", { subscriptionRequired: false }, ["key", "open"]],
    ["that require none, as text", { subscriptionRequired: "False" }, ["key", "open"]],
    ["with keys by name", { authenticationType: ["subscription-key"] }, ["key"]],
    ["with tokens", { ...tokens, ...entra(ID) }, ["token"]],
    ["with tokens and keys", { ...both, ...entra(ID) }, ["token", "key"]],
    ["with tokens and no subscription", { ...tokens, ...entra(ID), subscriptionRequired: false }, ["token"]],
  ];
  for (const [what, properties, expected] of accepts)
    it(`${what} accept ${expected.join(" and ")}`, () =>
      expect(settle([resource("products/p", properties)]).products[0]?.accepts).to.deep.equal(expected));

  it("with tokens and no subscription stay closed, which is no finding of access", () => {
    const configuration = settle([
      resource("products/p", { ...both, ...entra(ID), subscriptionRequired: false }),
    ]);
    expect(configuration.products[0]?.accepts).to.deep.equal(["token", "key"]);
    expect(found(configuration)).to.deep.equal(["difference role-assumed products/p"]);
  });

  it("that are not clear about subscriptions are held and closed", () => {
    const configuration = settle([resource("products/p", { subscriptionRequired: "{#[X]#}" })]);
    expect(configuration.products[0]?.accepts).to.deep.equal(["key"]);
    expect(found(configuration)).to.deep.equal(["lost unreadable products/p → product:p"]);
  });

  const audiences: readonly (readonly [
    audience: string | undefined,
    id: string | undefined,
    expected: readonly string[],
  ])[] = [
    ["api://x", undefined, ["api://x"]],
    [undefined, ID, [ID]],
    ["api://x", ID, ["api://x", ID]],
    [`api://${ID.toUpperCase()}`, ID, [`api://${ID.toUpperCase()}`]],
    ["", "", []],
    [undefined, undefined, []],
  ];
  for (const [audience, id, expected] of audiences)
    it(`with audience ${String(audience)} and application ${String(id)} have the audiences ${expected.join(" ")}`, () => {
      const configuration = settle([resource("products/p", { ...tokens, ...entra(audience, id) })]);
      expect(configuration.products[0]?.audiences).to.deep.equal(expected);
      expect(found(configuration)).to.deep.equal([
        ...(expected.length === 0 ? ["lost audience-missing products/p → product:p"] : []),
        "difference role-assumed products/p",
      ]);
    });

  it("that accept no tokens have neither audience nor role", () => {
    const [product] = settle([resource("products/p", entra(ID))]).products;
    expect([product?.audiences, product?.role]).to.deep.equal([[], undefined]);
  });

  it("get the app role that the service gives, with the name where the display name has spaces", () => {
    const role = (displayName: string): string | undefined =>
      settle([resource("products/p", { ...tokens, ...entra(ID), displayName })]).products[0]?.role;
    expect(role("Gold")).to.equal("Product.Gold.All");
    expect(role("Gold plan")).to.equal("Product.p.All");
  });

  it("with placeholders in audience and role have variables there", () => {
    const configuration = settle([
      resource("products/p", { ...tokens, ...entra("api://{#[app-id]#}"), displayName: "#{Name}#" }),
    ]);
    expect(configuration.products[0]).to.deep.include({
      audiences: ["api://${env:APP_ID}"],
      role: "Product.${env:NAME}.All",
    });
    expect(found(configuration)).to.include("difference placeholder products/p");
  });

  it("with tokens of the toolkit's publisher have variables there, without its braces", () => {
    const configuration = settle([resource("products/p", { ...tokens, ...entra("api://{#appId#}") })]);
    expect(configuration.products[0]?.audiences).to.deep.equal(["api://${env:APPID}"]);
  });

  it("are not published unless they are", () => {
    for (const [state, expected] of [
      ["published", "published"],
      ["Published", "published"],
      ["notPublished", "notPublished"],
      [undefined, "notPublished"],
      [7, "notPublished"],
    ] as const)
      expect(
        settle([resource("products/p", state === undefined ? {} : { state })]).products[0]?.state,
      ).to.equal(expected);
  });

  it("keep what portals show of them", () => {
    const configuration = settle([
      resource("products/p", { description: "d", terms: "t", approvalRequired: true, subscriptionsLimit: 3 }),
      resource("products/p/groups/g"),
      resource("products/p/groupLinks/l", { groupId: "/groups/h" }),
    ]);
    expect(configuration.products[0]).to.deep.include({
      description: "d",
      terms: "t",
      approvalRequired: true,
      subscriptionsLimit: 3,
      groups: ["g", "h"],
    });
    expect(found(configuration, true)).to.deep.equal([
      "info metadata products/p",
      "info empty-product products/p",
    ]);
  });

  const names: readonly (readonly [name: string, expected: string, difference: boolean])[] = [
    ["gold", "gold", false],
    ["A.b_c-1", "A.b_c-1", false],
    ["gold plan", "gold-plan", true],
    ["_gold", "gold", true],
    ["größe", "gr--e", true],
    ["../x", "x", true],
    ["---", "product", true],
    ["x".repeat(300), "x".repeat(256), true],
  ];
  for (const [name, expected, isDifferent] of names)
    it(`named ${name.slice(0, 20)} are called ${expected.slice(0, 20)}`, () => {
      const at = "products/x";
      const configuration = settle([{ type: "products", names: [name], at, properties: {} }]);
      expect(configuration.products[0]?.name).to.equal(expected);
      expect(found(configuration)).to.deep.equal(isDifferent ? [`difference renamed ${at}`] : []);
    });

  it("that become alike are both held", () =>
    expect(
      found(settle([resource("products/a b"), resource("products/a-b"), resource("products/a+b")])),
    ).to.deep.equal([
      "difference renamed products/a b",
      "lost duplicate products/a b → product:a-b",
      "difference renamed products/a+b",
      "lost duplicate products/a+b → product:a-b",
    ]));

  it("under another name keep links, policies, subscriptions and clients", () => {
    const configuration = settle([
      resource("products/a b", { displayName: "AB" }),
      resource("products/a b/policies/policy", { value: "<policies />" }),
      resource("apis/x", { path: "x" }),
      resource("products/a b/apis/x"),
      resource("subscriptions/s", { scope: "/products/a b" }),
      resource("clientApplications/c", { entraApplicationId: ID }),
      resource("clientApplications/c/productLinks/l", { productId: "/products/a b" }),
    ]);
    expect(configuration.documents[0]?.scope).to.equal("product:a-b");
    expect(configuration.apis[0]?.products).to.deep.equal(["a-b"]);
    expect(configuration.subscriptions[0]?.scope).to.equal("/products/a-b");
    expect(configuration.clients[0]?.products).to.deep.equal(["a-b"]);
  });

  it("that a reader holds are held under their name in the catalog", () => {
    const configuration = settle([resource("products/a b")], {
      findings: [
        { severity: "lost", code: "unreadable", at: "x", text: "", holds: ["product:a b", "global"] },
      ],
    });
    expect(found(configuration)[0]).to.equal("lost unreadable x → product:a-b,global");
  });
});
