import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import type { AnyOptions } from "../adapter-harness.js";
import type { Suite } from "../suite.js";

const good = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777" },
  },
};

/** The one error that this throws. */
function errorOf(start: () => unknown): ConfigurationError {
  try {
    start();
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error("nothing was thrown");
}

const pathsOf = (start: () => unknown) => errorOf(start).problems.map(({ path }) => path);

export function configuration({ describe, it, harness }: Suite): void {
  const adapt = (given: unknown) => harness.adapt(given as AnyOptions);
  const options = (given: object) => () => adapt(given);

  describe("a wrong set-up never starts", () => {
    for (const nothing of [undefined, null, "common", 7])
      it(`productAuth(${JSON.stringify(nothing)})`, () =>
        expect(pathsOf(() => adapt(nothing))).to.deep.equal(["options"]));

    it("productAuth({})", () => expect(pathsOf(options({}))).to.deep.equal(["products"]));

    it("every problem is in one error, each with where, what and how to mend it", () => {
      const start = options({
        tenant: good.tenantId,
        tenantId: undefined,
        products: {
          starter: {},
          pro: { ...good.products.pro, accepts: ["token", "key"] },
          "a b": { accepts: [] },
        },
        clockTolerance: -1,
      });
      const { message, problems, code } = errorOf(start);
      expect(code).to.equal("PRODUCT_AUTH_CONFIGURATION");
      expect(problems.map(({ path }) => path)).to.have.members([
        "tenant",
        "tenantId",
        "products.starter.audience",
        "products.a b",
        "products.a b.accepts",
        "subscriptions",
        "clockTolerance",
      ]);
      for (const { path, message: what, fix } of problems)
        expect(message).to.contain(path).and.contain(what).and.contain(fix);
      expect(problems.find(({ path }) => path === "tenant")).to.deep.include({
        fix: 'did you mean "tenantId"?',
      });
    });

    it("an undefined tenant, as from a variable that is not set", () => {
      const { problems } = errorOf(options({ ...good, tenantId: undefined }));
      expect(problems).to.have.length(1);
      expect(problems[0]!.fix).to.contain("AZURE_TENANT_ID");
    });
  });

  describe("a wrong guard never starts", () => {
    const auth = adapt(good);
    const loose = auth as unknown as Record<
      "requireProduct" | "requireScope" | "requireRole" | "require",
      (...given: unknown[]) => unknown
    >;

    const wrong: readonly [what: string, make: () => unknown, path: string][] = [
      [
        'requireProduct("strater")',
        () => loose.requireProduct("strater"),
        'requireProduct("strater").product',
      ],
      ["requireProduct()", () => loose.requireProduct(), "requireProduct().product"],
      ["requireProduct(undefined)", () => loose.requireProduct(undefined), "requireProduct(null).product"],
      [
        'requireProduct("constructor")',
        () => loose.requireProduct("constructor"),
        'requireProduct("constructor").product',
      ],
      ["requireScope()", () => loose.requireScope(), "requireScope().scopes"],
      ['requireScope("a b")', () => loose.requireScope("a b"), 'requireScope("a b").scopes'],
      ["requireRole()", () => loose.requireRole(), "requireRole().roles"],
      ['requireRole("")', () => loose.requireRole(""), 'requireRole("").roles'],
      ["require()", () => loose.require(), "require(rule)"],
      ["require({})", () => loose.require({}), "require(rule)"],
      ["require({ product: undefined })", () => loose.require({ product: undefined }), "require(rule)"],
      ["require({ products })", () => loose.require({ products: "starter" }), "require(rule).products"],
      ["require({ product: [] })", () => loose.require({ product: [] }), "require(rule).product"],
      [
        "require({ scopes: { any: [] } })",
        () => loose.require({ scopes: { any: [] } }),
        "require(rule).scopes",
      ],
      [
        "require({ accepts: [] })",
        () => loose.require({ product: "pro", accepts: [] }),
        "require(rule).accepts",
      ],
      [
        "a key where no product takes one",
        () => loose.require({ product: "pro", accepts: ["key"] }),
        "require(rule)",
      ],
      [
        "a key that should show a scope",
        () => loose.require({ scopes: ["Orders.Write"], accepts: ["key"] }),
        "require(rule).accepts",
      ],
    ];
    for (const [what, make, path] of wrong) it(what, () => expect(pathsOf(make)).to.deep.equal([path]));

    it("says which product was probably meant", () =>
      expect(errorOf(() => loose.requireProduct("strater")).problems[0]!.fix).to.equal(
        'did you mean "starter"?',
      ));
  });

  it("options are never written to", () => {
    const frozen = Object.freeze({
      ...good,
      products: Object.freeze({ starter: Object.freeze({ ...good.products.starter }) }),
    });
    expect(() => adapt(frozen).requireProduct("starter")).not.to.throw();
  });
}
