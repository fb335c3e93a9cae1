import type { Entra } from "@product-auth/emulator";
import { ConfigurationError, ProductAuthStrategy } from "@product-auth/passport";
import { KEY, optionsFor } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import express from "express";
import { apiStarter, sharedEntra, tell } from "./support/api.js";

type Given = ConstructorParameters<typeof ProductAuthStrategy<string>>;

/** A strategy as `PassportStrategy` of `@nestjs/passport` makes it: its constructor appends a callback. */
class Mixed extends ProductAuthStrategy {
  constructor(...given: unknown[]) {
    const callback = () => expect.fail("the callback was called");
    super(...([...given, callback] as unknown as Given));
  }
}

class Validating extends Mixed {
  static {
    // The compiler refuses the method in the class itself; see types.ts.
    Object.defineProperty(this.prototype, "validate", { value: () => false });
  }
}

describe("a strategy whose mixin appends a callback", () => {
  const start = apiStarter(express);
  let entra: Entra;
  before(async () => {
    entra = await sharedEntra();
  });

  for (const [what, settings, name] of [
    ["keeps its name", [], "product-auth"],
    ["keeps the name in its settings", [{ name: "products" }], "products"],
  ] as const)
    it(`${what}, and decides`, async () => {
      const mixed = new Mixed(optionsFor(entra), ...settings);
      expect(mixed.name).to.equal(name);
      const { get } = await start(({ app, passport }) => {
        passport.use(mixed);
        app.get("/orders", passport.authenticate(name, { session: false, product: "pro" }), tell);
      });
      expect((await get("/orders").set(KEY, "pro-key")).body).to.include({ product: "pro" });
      expect((await get("/orders").set(KEY, "batch-key")).status).to.equal(401);
      await mixed.close();
    });
  it("is refused without options, and with settings that are wrong", () => {
    expect(() => new Mixed()).to.throw(ConfigurationError, "options: is a function");
    expect(() => new Mixed(optionsFor(entra), { names: "products" })).to.throw(ConfigurationError, "names");
  });
  it("is refused with a method validate, which would never be called", () =>
    expect(() => new Validating(optionsFor(entra))).to.throw(
      ConfigurationError,
      "validate(): is never called",
    ));
});
