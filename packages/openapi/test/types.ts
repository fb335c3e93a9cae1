// Compiled, never run: what must compile, and what must not.
import type { ExpressProductAuth } from "@product-auth/express";
import type { FastifyProductAuth } from "@product-auth/fastify";
import type { KoaProductAuth } from "@product-auth/koa";
import type { RouteReport } from "@product-auth/routes";
import Router from "@koa/router";
import express from "express";
import fastify from "fastify";
import {
  compareOpenApi,
  openApiOf,
  rulesFromOpenApi,
  type DocumentRule,
  type DocumentRules,
  type DocumentRulesOptions,
  type OpenApiComparison,
} from "@product-auth/openapi";

type Names = "starter" | "pro";

export function onExpress(document: unknown, auth: ExpressProductAuth<Names, "orders">): void {
  const rules = rulesFromOpenApi(document, auth);
  const rule: DocumentRule<Names> = rules.rule("list");
  // @ts-expect-error -- the products of the instance
  const other: DocumentRule<"starter"> = rules.rule("list");
  void [rule, other];
  express().get("/orders/:id", rules.guard("read"), (req, res) => {
    const id: string = req.params.id;
    res.json({ id, product: req.productAuth?.product });
  });
}

export function onKoa(document: unknown, auth: KoaProductAuth<Names>): void {
  const rules = rulesFromOpenApi(document, auth, { enforcedElsewhere: ["certificate"] });
  new Router().get("/orders/:id", rules.guardAt("GET", "/orders/:id"), (ctx) => {
    ctx.body = ctx.params["id"];
  });
}

export function onFastify(document: unknown, auth: FastifyProductAuth<Names>): void {
  const rules: DocumentRules<Names> = rulesFromOpenApi(document, auth);
  const app = fastify();
  app.get(
    "/orders",
    { config: { productAuth: rules.rule("list") } },
    (request) => request.productAuth?.product,
  );
  app.get("/orders/:id", { onRequest: rulesFromOpenApi(document, auth).guard("read") }, () => "");
}

export function withReport(report: RouteReport): OpenApiComparison {
  // @ts-expect-error -- a mistyped option
  const options: DocumentRulesOptions = { enforcedElswhere: [] };
  void options;
  return compareOpenApi(openApiOf(report), report);
}
