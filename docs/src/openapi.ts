import { rulesFromOpenApi } from "@product-auth/openapi";
import * as onExpress from "@product-auth/express";
import * as onFastify from "@product-auth/fastify";
import swagger from "@fastify/swagger";
import express, { type RequestHandler } from "express";
import fastify from "fastify";

const listOrders: RequestHandler = (_req, res) => void res.json([]);
const createOrder: RequestHandler = (_req, res) => void res.status(201).json({});

/** A shop that its document guards. */
export function createShop(
  document: unknown,
  options: onExpress.ProductAuthOptions<"starter" | "pro">,
): { app: express.Express; auth: onExpress.ExpressProductAuth<"starter" | "pro"> } {
  const auth = onExpress.productAuth(options);
  const app = express();

  // #region guard
  const rules = rulesFromOpenApi(document, auth);
  app.get("/health", rules.guard("health"), (_req, res) => void res.send("ok"));
  app.use(auth);
  app.get("/orders", rules.guard("listOrders"), listOrders);
  app.post("/orders", rules.guardAt("POST", "/orders"), createOrder); // without an operationId
  // #endregion guard
  return { app, auth };
}

/** The same with Fastify, which makes its document of its routes. */
export async function createFastifyShop(
  document: unknown,
  options: onFastify.ProductAuthOptions<"starter" | "pro">,
): Promise<{ app: fastify.FastifyInstance; auth: onFastify.FastifyProductAuth<"starter" | "pro"> }> {
  const auth = onFastify.productAuth(options);
  const app = fastify();
  await app.register(swagger, { openapi: { openapi: "3.1.0", info: { title: "Shop", version: "1" } } });

  // #region fastify
  const rules = rulesFromOpenApi(document, auth);
  await app.register(auth);
  app.get("/health", { config: { productAuth: rules.rule("health") } }, () => "ok");
  app.get("/orders", { config: { productAuth: rules.rule("listOrders") } }, () => []);
  app.post("/orders", { config: { productAuth: rules.ruleAt("POST", "/orders") } }, () => ({}));
  // #endregion fastify
  return { app, auth };
}
