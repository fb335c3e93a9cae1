import { expect } from "chai";
import * as core from "@product-auth/core";
import type { FullTestRunner } from "../test-runner.js";

/** The module of an adapter, as an application imports it. */
export interface AdapterDoor {
  readonly ConfigurationError: unknown;
  readonly UnavailableError: unknown;
  readonly UnguardedRouteError: unknown;
  readonly accessOf: unknown;
  readonly productAuth: (options: {
    readonly products: { readonly batch: { readonly accepts: readonly ["key"] } };
    readonly subscriptions: readonly [];
  }) => object & Partial<Pick<core.ProductAuth, "catalog" | "update">>;
}

/** What an adapter exports, or its instances have, beside what every adapter does. */
export interface DoorExtras {
  readonly exports?: readonly string[];
  readonly members?: readonly string[];
}

const EXPORTS = ["ConfigurationError", "UnavailableError", "UnguardedRouteError", "accessOf", "productAuth"];

const MEMBERS = [
  ...["require", "requireProduct", "requireRole", "requireScope", "open", "protectedResourceMetadata"],
  ...[
    "catalog",
    "catalogVersion",
    "clientApplications",
    "close",
    "explain",
    "health",
    "limits",
    "ready",
    "update",
    "updateInSteps",
  ],
];

/**
 * Declares the tests of an adapter's exports: the same names in every adapter, core's own error classes, and instances
 * with the same members. `extras` names what this adapter adds.
 */
export function doorContract(
  { describe, it }: Pick<FullTestRunner, "describe" | "it">,
  name: string,
  door: AdapterDoor,
  { exports = [], members = [] }: DoorExtras = {},
): void {
  describe(`the exports of ${name}`, () => {
    it("are these names; types.ts lists the types", () =>
      expect(Object.keys(door).sort()).to.deep.equal([...EXPORTS, ...exports].sort()));

    it("include core's error classes, so that instanceof works with either import", () => {
      expect(door.ConfigurationError).to.equal(core.ConfigurationError);
      expect(door.UnavailableError).to.equal(core.UnavailableError);
      expect(door.UnguardedRouteError).to.equal(core.UnguardedRouteError);
    });

    it("make instances with these members", () => {
      const auth = door.productAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
      expect(auth).to.be.a("function");
      expect(Object.keys(auth).sort()).to.deep.equal([...MEMBERS, ...members].sort());
    });

    it("make instances whose catalog is the current one", () => {
      const auth = door.productAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
      const before = auth.catalog;
      auth.update?.({ products: { late: { accepts: ["key"], terms: "Pay on time." } } });
      expect([...before!.products.keys()]).to.deep.equal(["batch"]);
      expect(auth.catalog?.products.get("late")?.terms).to.equal("Pay on time.");
    });
  });
}
