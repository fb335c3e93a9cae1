import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { guardsOf, markGuard, markMetadata, markOf, markOpen, markDenyAll } from "#src/adapters/index.js";

const products = { starter: { accepts: ["key"] }, free: { accepts: ["key", "open"] } } as const;

describe("marks of guards", () => {
  const auth = createProductAuth({ products, subscriptions: [] });

  it("every guard tells what it demands", () => {
    const guards = guardsOf(auth, (requirement) => markGuard(auth, requirement, () => requirement));
    const shown = { kind: "guard", byApi: false, anonymous: false };
    const key = { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" };
    const demand = { anonymous: false, anyProduct: false, credentials: ["key"], key };
    expect(markOf(guards.requireProduct("starter"))).to.deep.equal({
      ...shown,
      rule: { product: ["starter"] },
      products: ["starter"],
      demand: { ...demand, products: ["starter"] },
    });
    expect(markOf(guards.require({ product: ["free"] }))).to.include({ anonymous: true });
    expect(markOf(markGuard(auth, auth.anyProduct, () => 1))).to.deep.equal({
      ...shown,
      products: ["starter", "free"],
      demand: { ...demand, anyProduct: true, products: ["starter", "free"] },
    });
  });

  it("the guard of everything tells of the products and APIs of the moment", () => {
    const other = createProductAuth({ products, apis: { orders: { path: "orders" } }, subscriptions: [] });
    const guard = markGuard(other, other.anyProduct, () => 1);
    expect(other.apis).to.deep.equal(["orders"]);
    expect(markOf(guard)).to.include({ byApi: true });
    other.update({
      products: { starter: { accepts: ["key"] }, free: { accepts: ["key"] } },
      apis: {},
    } as never);
    expect(other.apis).to.deep.equal([]);
    expect(markOf(guard)).to.include({ byApi: true }); // it goes by the path, and then every path is refused
  });

  it("open, metadata, shut", () => {
    expect(markOf(markOpen(() => 1))).to.deep.equal({ kind: "open" });
    expect(markOf(markDenyAll("too early", () => 1))).to.deep.equal({ kind: "shut", why: "too early" });
    const { resourceMetadata } = createProductAuth({ products, subscriptions: [], protectedResource: { resource: "https://api.example/v1" } }); // prettier-ignore
    expect(markOf(markMetadata({ resourceMetadata }, () => 1))).to.deep.equal({
      kind: "metadata",
      path: "/.well-known/oauth-protected-resource/v1",
    });
  });

  it("another copy of this package sees them", () => {
    const copy = Symbol.for("product-auth.mark");
    expect((markOpen(() => 1) as unknown as Record<symbol, () => unknown>)[copy]!()).to.deep.equal({
      kind: "open",
    });
    expect(Object.keys(markOpen(() => 1))).to.deep.equal([]);
  });

  it("nothing else has one", () => {
    for (const value of [undefined, null, 1, "guard", {}, [], () => 1])
      expect(markOf(value)).to.equal(undefined);
  });
});
