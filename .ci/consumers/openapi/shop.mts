import { readFileSync } from "node:fs";
import { productAuth } from "@product-auth/express";
import { rulesFromOpenApi } from "@product-auth/openapi";
import { readOpenApi } from "@product-auth/openapi/text";
import express from "express";

export const auth = productAuth({
  products: { pro: { accepts: ["key"] } },
  subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "a-key-of-contoso" }],
});
const rules = rulesFromOpenApi(readOpenApi(readFileSync("openapi.yaml", "utf8")), auth);

export const app = express();
app.get("/health", rules.guard("health"), (_req, res) => void res.send("ok"));
app.get("/orders/:id", rules.guardAt("GET", "/orders/{id}"), (req, res) => void res.json(req.params.id));
