// What a user's editor promises once the names are registered. A program of its own: registered names hold for all of
// a program. Compiled with the tests and never run.
import { expectTypeOf } from "expect-type";
import type { Access, FastifyGuards } from "@product-auth/fastify";
import type { FastifyInstance } from "fastify";

// #region names
declare module "@product-auth/fastify" {
  interface RegisteredNames {
    products: "starter" | "pro";
    apis: "orders";
  }
}
// #endregion names

/** The types of routes in a file that has no instance at hand. */
export function routes(app: FastifyInstance): void {
  expectTypeOf(app.productAuth).toEqualTypeOf<FastifyGuards<"starter" | "pro", "orders">>();

  app.get("/starter", { config: { productAuth: { product: "starter" } } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"starter">>();
  });
  app.get("/both", { config: { productAuth: { product: ["starter", "pro"] } } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  app.get("/api", { config: { productAuth: { api: "orders" } } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"starter" | "pro" | undefined>>();
  });

  // A misspelt product or API does not compile.
  // @ts-expect-error -- strater
  app.get("/wrong", { config: { productAuth: { product: "strater" } } }, () => "");
  // @ts-expect-error -- in a list
  app.get("/wrong", { config: { productAuth: { product: ["starter", "por"] } } }, () => "");
  app.get(
    "/any-of",
    { config: { productAuth: { anyOf: [{ product: "starter" }, { scopes: ["A"] }] } } },
    () => "",
  );
  // @ts-expect-error -- in an alternative
  app.get("/wrong", { config: { productAuth: { anyOf: [{ product: "strater" }] } } }, () => "");
  // @ts-expect-error -- ordres
  app.get("/wrong", { config: { productAuth: { api: "ordres" } } }, () => "");
  // @ts-expect-error -- strater
  app.get("/wrong", { onRequest: app.productAuth.requireProduct("strater") }, () => "");
}
