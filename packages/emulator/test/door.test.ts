import * as door from "@product-auth/emulator";
import { expect } from "chai";
import { expectTypeOf } from "expect-type";
import type { EntraOptions, FlawedTokens, TokenWish } from "@product-auth/emulator";

describe("the door", () => {
  it("opens to startEntra and nothing else that runs", () => {
    expect(Object.keys(door)).to.deep.equal(["startEntra"]);
  });

  it("types what it promises", () => {
    expectTypeOf(door.startEntra).parameter(0).toEqualTypeOf<EntraOptions | undefined>();
    expectTypeOf<FlawedTokens["expired"]>().parameter(0).toEqualTypeOf<Partial<TokenWish> | undefined>();
    expectTypeOf<EntraOptions["protocol"]>().toEqualTypeOf<"http" | "https" | undefined>();
    // @ts-expect-error a misspelt option
    void ((): EntraOptions => ({ tenant: "x" }));
    // @ts-expect-error a wish needs a product
    void ((): TokenWish => ({ client: "contoso" }));
  });
});
