import { inspect } from "node:util";
import { expect } from "chai";
import { createProductAuth, type Refuse, type Unavailable } from "#src/index.js";
import { viewOf } from "../request/view-of.js";

const catalogWith = (header: string) =>
  ({
    products: { gold: { accepts: ["key"] } },
    apis: { orders: { path: "orders", products: ["gold"], subscriptionKeyParameterNames: { header } } },
  }) as const;

const make = () => createProductAuth({ ...catalogWith("X-Old"), subscriptions: [] });

function refusedAt(auth: ReturnType<typeof make>, path: string): Refuse | Unavailable {
  const decision = auth.authorize(viewOf({ host: "h" }, { path }), auth.anyProduct);
  if (decision instanceof Promise || decision.outcome === "admit") throw new Error("not refused at once");
  return decision;
}

describe("a decision carries what it was made for", () => {
  it("an update between decision and answer changes nothing", () => {
    const auth = make();
    const decision = refusedAt(auth, "/orders/7");
    auth.update(catalogWith("X-New"));
    expect(auth.answer(decision).headers["www-authenticate"]).to.deep.equal([
      'AzureApiManagementKey realm="https://h/orders",name="X-Old",type="header"',
    ]);
  });
  it("also when the API of its path is gone", () => {
    const auth = make();
    const decision = refusedAt(auth, "/orders/7");
    auth.update({ products: catalogWith("").products });
    expect(auth.answer(decision)).to.include({ status: 401 });
    expect(refusedAt(auth, "/orders/7")).to.include({ status: 404 });
  });
  it("two decisions about one request are answered each by its own rule", () => {
    const auth = make();
    const view = viewOf({ host: "h" }, { path: "/elsewhere" });
    const [gold, any] = [auth.requirement({ product: "gold" }), auth.anyProduct].map(
      (requirement) => auth.authorize(view, requirement) as Refuse,
    );
    expect([gold, any].map((decision) => auth.answer(decision!).status)).to.deep.equal([401, 404]);
  });
  it("which nobody sees who prints or serializes it", () => {
    const decision = refusedAt(make(), "/orders/7");
    const texts = [JSON.stringify(decision), inspect(decision, { showHidden: true, depth: 9 })];
    for (const text of texts) expect(text).to.not.match(/gold|X-Old|requirement|view/);
  });
  it("a copy carries nothing, and is not answered", () => {
    const auth = make();
    const decision = refusedAt(auth, "/orders/7");
    for (const copy of [{ ...decision }, structuredClone(decision)])
      expect(() => auth.answer(copy)).to.throw(TypeError, "was not returned by auth.authorize");
  });
});
