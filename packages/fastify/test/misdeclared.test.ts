import { expect } from "chai";
import { ConfigurationError, productAuth, type RouteRule } from "@product-auth/fastify";
import fastify from "fastify";

const auth = () =>
  productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products: {
      starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
      batch: { accepts: ["key"] },
    },
    subscriptions: [],
  });

/** Each is declared as `config: { productAuth: … }` of `GET /v1/orders`. */
const mistakes: readonly (readonly [written: unknown, problem: string])[] = [
  [{ product: "strater" }, '.product: names an unknown product, "strater"'],
  [{ product: [] }, ".product: is empty"],
  [{ product: ["starter", undefined] }, ".product: names an unknown product, undefined"],
  [{ product: undefined }, ": demands nothing"],
  [{ product: "starter", roles: undefined }, ".roles: is undefined"],
  [{ products: "starter" }, ".products: is not part of a rule"],
  [{ scopes: "Orders.Read" }, ".scopes: is a string"],
  [{ api: "orders" }, '.api: names an unknown API, "orders"'],
  [{ product: "batch", scopes: ["Orders.Read"] }, ": accepts no credential that its products accept"],
  [{}, ": demands nothing"],
  [[], ": is not a rule"],
  [undefined, ": is not a rule"],
  [null, ": is not a rule"],
  [true, ": is not a rule"],
  [false, ": is not a rule"],
  ["", ": is not a rule"],
  ["Open", ": is not a rule"],
  ["starter", ": is not a rule"],
  [() => "open", ": is not a rule"],
];

describe("a misdeclared route refuses the start", () => {
  for (const [written, problem] of mistakes) {
    const name = typeof written === "function" ? "a function" : (JSON.stringify(written) ?? "undefined");
    it(name, async () => {
      const app = fastify();
      await app.register(auth());
      const productAuth = written as RouteRule;
      expect(() => app.get("/v1/orders", { config: { productAuth } }, () => "never"))
        .to.throw(ConfigurationError)
        .with.property("message")
        .that.contains(`GET /v1/orders config.productAuth${problem}`);
      await app.close();
    });
  }

  it("in a plugin: registering it fails, and so does ready()", async () => {
    const app = fastify();
    await app.register(auth());
    void app.register(
      async (v1) => {
        const config = { productAuth: { product: "strater" } } as const;
        v1.route({ method: ["PUT", "PATCH"], url: "/orders/:id", config, handler: () => "never" });
      },
      { prefix: "/v1" },
    );
    const error = await app.ready().then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).to.be.instanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems).to.deep.equal([
      {
        path: "PUT,PATCH /v1/orders/:id config.productAuth.product",
        message: 'names an unknown product, "strater"',
        fix: 'did you mean "starter"?',
      },
    ]);
    await app.close();
  });

  it("before its guard is made, a hook too", () => {
    const { requireProduct } = auth();
    expect(() => requireProduct("strater" as "starter")).to.throw(
      ConfigurationError,
      'requireProduct("strater")',
    );
  });
});

describe("options that are not sound refuse the start", () => {
  it("with every problem in one error", () => {
    expect(() => productAuth({ products: { starter: {} } }))
      .to.throw(ConfigurationError)
      .with.property("problems")
      .that.has.length.above(1);
  });
});
