// What a user's editor promises besides `types.ts` where `exactOptionalPropertyTypes` is on.
import type { FastifyInstance } from "fastify";
import "@product-auth/fastify";

/** Routes of an application. */
export function routes(app: FastifyInstance): void {
  // A rule that came out undefined was meant to be one.
  // @ts-expect-error -- undefined
  app.get("/undefined", { config: { productAuth: undefined } }, () => "");
}
