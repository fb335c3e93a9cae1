import { expect } from "chai";
import { id } from "../inputs/support/written-folder.js";
import { found, resource, settle } from "./support.js";

describe("subscriptions", () => {
  const scopes: readonly (readonly [given: string | undefined, scope: string | undefined])[] = [
    ["/products/gold", "/products/gold"],
    [id("products/gold"), "/products/gold"],
    [`${id("products/gold")}/`, "/products/gold"],
    ["/Products/gold", "/products/gold"],
    ["/products/apis", "/products/apis"],
    ["/apis/orders", "/apis/orders"],
    [id("apis/orders;rev=2"), "/apis/orders"],
    ["/apis", "/apis"],
    // A template with an empty parameter for the name makes these.
    ["/products//", undefined],
    ["//", undefined],
    [id("apis"), "/apis"],
    ["/", "/"],
    [id(""), "/"],
    [id("").slice(0, -1), "/"],
    // What is unclear must not become access to everything.
    [undefined, undefined],
    ["", undefined],
    ["gold", undefined],
    [id("workspaces/w"), undefined],
    ["{#[SCOPE]#}", undefined],
  ];
  for (const [given, scope] of scopes)
    it(`with the scope ${String(given)} ${scope === undefined ? "are lost" : `open ${scope}`}`, () => {
      const configuration = settle([
        resource("subscriptions/s", given === undefined ? {} : { scope: given }),
      ]);
      expect(configuration.subscriptions.map((subscription) => subscription.scope)).to.deep.equal(
        scope === undefined ? [] : [scope],
      );
      expect(found(configuration)).to.deep.equal([
        scope === undefined ? "lost unreadable subscriptions/s" : "difference keys-absent subscriptions",
      ]);
    });

  it("keep state, owner and dates; without a state they admit no call", () => {
    const { subscriptions } = settle([
      resource("subscriptions/s", {
        scope: "/apis",
        state: "suspended",
        ownerId: id("users/u-1"),
        displayName: "S",
        startDate: "2026-01-01",
        expirationDate: "2027-01-01",
      }),
      resource("subscriptions/t", { scope: "/apis" }),
    ]);
    expect(subscriptions).to.deep.equal([
      {
        id: "s",
        displayName: "S",
        scope: "/apis",
        state: "suspended",
        owner: "u-1",
        startDate: "2026-01-01",
        endDate: "2027-01-01",
        keys: "absent",
      },
      { id: "t", scope: "/apis", state: "submitted", keys: "absent" },
    ]);
  });

  it("of the service itself are skipped", () =>
    expect(settle([resource("subscriptions/master", { scope: "/" })])).to.deep.include({
      subscriptions: [],
      findings: [],
    }));

  it("without keys are said once, those with keys not", () => {
    const resources = ["s", "t"].map((name) => resource(`subscriptions/${name}`, { scope: "/apis" }));
    const pair = { primaryKey: "pk-demo" };
    expect(found(settle(resources))).to.deep.equal(["difference keys-absent subscriptions"]);
    const all = settle(resources, {
      keys: new Map([
        ["s", pair],
        ["t", pair],
      ]),
    });
    expect(all.subscriptions.map(({ keys }) => keys)).to.deep.equal(["present", "present"]);
    expect(found(all)).to.deep.equal([]);
    expect(JSON.stringify(all)).to.not.include("pk-demo");
  });
});

describe("client applications", () => {
  it("have their products, by the application id of Entra ID", () => {
    const configuration = settle([
      resource("products/p"),
      resource("clientApplications/c", {
        entraApplicationId: "id-1",
        state: "approved",
        displayName: "C",
        ownerId: "/users/u",
      }),
      resource("clientApplications/c/productLinks/l", { productId: "/products/P" }),
      resource("clientApplications/c/productLinks/m", { productId: "/products/gone" }),
    ]);
    expect(configuration.clients).to.deep.equal([
      { id: "id-1", displayName: "C", products: ["p"], state: "approved", owner: "u" },
    ]);
    expect(found(configuration)).to.deep.equal([
      "difference link-missing clientApplications/c/productLinks/m",
    ]);
  });

  it("without an application id are not imported", () => {
    const configuration = settle([resource("clientApplications/c", { state: "approved" })]);
    expect(configuration.clients).to.deep.equal([]);
    expect(found(configuration)).to.deep.equal(["difference client-id-missing clientApplications/c"]);
  });
});
