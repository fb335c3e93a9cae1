import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { CATALOG_CHANNEL, createProductAuth, type CatalogEvent, type ReassignedPath } from "#src/index.js";
import { expect } from "chai";

const products = { gold: { accepts: ["key"] } } as const;
type Apis = Record<
  string,
  { path: string; operations?: Record<string, { method: string; urlTemplate: string }> }
>;
const READ = { method: "GET", urlTemplate: "/{id}" };
const LATEST = { method: "GET", urlTemplate: "/latest" };

function reassigned(before: Apis, after: Apis | undefined, more: object = {}): readonly ReassignedPath[] {
  const events: CatalogEvent[] = [];
  const auth = createProductAuth<string, string>({
    products,
    apis: before,
    subscriptions: [],
    onCatalogUpdate: (event) => events.push(event),
    ...more,
  });
  auth.update({ products, ...(after && { apis: after }) });
  expect(events).to.have.length(1);
  expect(events[0]).to.deep.include({ products: ["gold"], apis: Object.keys(after ?? {}) });
  return events[0]!.reassignedPaths;
}

describe("update tells which paths another API or operation decides for", () => {
  const shop = { path: "shop" };
  const admin = { path: "shop/admin" };
  it("an inner API is removed: the outer one", () =>
    expect(reassigned({ shop, admin }, { shop })).to.deep.equal([
      { path: "/shop/admin", from: { api: "admin" }, to: { api: "shop" } },
    ]));
  it("an API moves: whose its old path is now", () =>
    expect(reassigned({ shop, admin }, { shop, admin: { path: "admin" } })).to.deep.equal([
      { path: "/shop/admin", from: { api: "admin" }, to: { api: "shop" } },
    ]));
  it("an operation is removed: the wider one that fits", () =>
    expect(
      reassigned(
        { shop: { ...shop, operations: { read: READ, latest: LATEST } } },
        { shop: { ...shop, operations: { read: READ } } },
      ),
    ).to.deep.equal([
      {
        path: "/shop/latest",
        method: "GET",
        from: { api: "shop", operation: "latest" },
        to: { api: "shop", operation: "read" },
      },
    ]));
  it("operations are no longer listed: all of the API's paths", () =>
    expect(reassigned({ shop: { ...shop, operations: { read: READ } } }, { shop })).to.deep.equal([
      { path: "/shop/{}", method: "GET", from: { api: "shop", operation: "read" }, to: { api: "shop" } },
    ]));
  it("no API is left and any product will do there", () =>
    expect(reassigned({ shop }, undefined, { unmatchedPaths: "any-product" })).to.deep.equal([
      { path: "/shop", from: { api: "shop" }, to: {} },
    ]));
  it("nothing where the paths are 404 from then on, or as before", () => {
    expect(reassigned({ shop }, {})).to.deep.equal([]);
    expect(reassigned({ shop, admin }, { admin, shop })).to.deep.equal([]);
    expect(reassigned({ shop: { ...shop, operations: { read: READ } } }, { shop: { ...shop, operations: { read: READ } } })).to.deep.equal([]); // prettier-ignore
  });
});

describe("events of updates", () => {
  it("go to the diagnostics channel, whose name is part of the contract", () => {
    expect(CATALOG_CHANNEL).to.equal("product-auth:catalog");
    const heard: unknown[] = [];
    const hear = (event: unknown) => heard.push(event);
    subscribe(CATALOG_CHANNEL, hear);
    const auth = createProductAuth<"gold", string>({ products, subscriptions: [], clock: () => 7 });
    auth.update({ products, apis: { shop: { path: "shop" } } });
    unsubscribe(CATALOG_CHANNEL, hear);
    expect(heard).to.deep.equal([
      {
        products: ["gold"],
        apis: ["shop"],
        catalogVersion: auth.catalogVersion,
        reassignedPaths: [],
        restartedLimits: [],
        at: 7,
      },
    ]);
    expect(heard[0]).to.be.frozen;
  });
  it("an observer that throws breaks no update", () => {
    const auth = createProductAuth<"gold", string>({
      products,
      subscriptions: [],
      onCatalogUpdate: () => {
        throw new Error("disk full");
      },
    });
    auth.update({ products, apis: { shop: { path: "shop" } } });
    expect(auth.apis).to.deep.equal(["shop"]);
  });
});
