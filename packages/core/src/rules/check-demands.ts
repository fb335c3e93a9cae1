import type { Api } from "../catalog/apis.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Product } from "../catalog/products.js";
import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import { kindOf } from "../lib/sanitize.js";
import { normalizeDemand, type Demand, type Rule } from "./rule.js";

/** What is wrong with the demands of a rule, or of an alternative together with the API of its rule. */
export function demandsProblems(rule: Rule<string, string>, { products, apis }: Catalog): Problem[] {
  return [
    ...foreignProducts(rule, apis),
    ...productProblems(rule.product, products),
    ...demandProblems("scopes", rule.scopes),
    ...demandProblems("roles", rule.roles),
    ...acceptsProblems(rule),
    ...allProblems(rule.all),
  ];
}

function foreignProducts({ api, product }: Rule<string, string>, apis: ReadonlyMap<string, Api>): Problem[] {
  const found = typeof api === "string" ? apis.get(api) : undefined;
  if (found === undefined) return [];
  const strangers = [product ?? []].flat().filter((name) => !found.products.includes(name));
  if (strangers.length === 0) return [];
  const fix = `name products of ${api}: ${found.products.join(", ") || "it has none"}`;
  return [
    { path: ".product", message: `names ${strangers.join(" and ")}, which does not contain ${api}`, fix },
  ];
}

function productProblems(product: Rule["product"], products: ReadonlyMap<string, Product>): Problem[] {
  if (product === undefined) return [];
  const names: readonly unknown[] = Array.isArray(product) ? product : [product];
  const known = [...products.keys()];
  if (names.length === 0)
    return [{ path: ".product", message: "is empty", fix: `name one of ${known.join(", ")}` }];
  return names
    .filter((name) => typeof name !== "string" || !products.has(name))
    .map((name) => {
      const meant = typeof name === "string" ? didYouMean(name, known) : undefined;
      const fix = meant === undefined ? `name one of ${known.join(", ")}` : `did you mean "${meant}"?`;
      return {
        path: ".product",
        message: `names an unknown product, ${JSON.stringify(name) ?? "undefined"}`,
        fix,
      };
    });
}

function demandProblems(name: "scopes" | "roles", demand: Demand | undefined): Problem[] {
  if (demand === undefined) return [];
  const path = `.${name}`;
  const example = `such as ${name}: ["Orders.Read"]`;
  if (typeof demand !== "object" || demand === null)
    return [{ path, message: `is ${kindOf(demand)}`, fix: `write a list, ${example}` }];
  if (!Array.isArray(demand) && !("all" in demand) && !("any" in demand))
    return [{ path, message: "has neither all nor any", fix: `write a list, ${example}` }];
  const { mode, values } = normalizeDemand(demand)!;
  if (!Array.isArray(values))
    return [{ path, message: `has ${kindOf(values)} as ${mode}`, fix: `write a list, ${example}` }];
  if (values.length === 0) return [{ path, message: "is empty", fix: `name at least one, ${example}` }];
  if (!Array.isArray(demand) && Object.keys(demand).length > 1)
    return [{ path, message: "has members besides all or any", fix: "write either all or any" }];
  // A space would never match: `scp` is split at spaces and Entra allows none in a role.
  if (values.every((value) => typeof value === "string" && /^[\x21-\x7e]+$/.test(value))) return [];
  return [
    {
      path,
      message: `contains a value that is not a ${name === "scopes" ? "scope" : "role"}`,
      fix: "write strings without spaces, one for each",
    },
  ];
}

function allProblems(all: unknown): Problem[] {
  if (all === undefined || typeof all === "boolean") return [];
  const fix = "write all: true to demand token and key, or leave it out";
  return [{ path: ".all", message: "is neither true nor false", fix }];
}

function acceptsProblems({ accepts, scopes, roles }: Rule<string, string>): Problem[] {
  if (accepts === undefined) return [];
  const path = ".accepts";
  const fix = 'write ["token"], ["key"] or ["token", "key"]';
  if (!Array.isArray(accepts)) return [{ path, message: `is ${kindOf(accepts)}`, fix }];
  if (accepts.length === 0) return [{ path, message: "is empty", fix }];
  if (!accepts.every((kind) => kind === "token" || kind === "key"))
    return [{ path, message: "contains an unknown kind of credential", fix }];
  if (!accepts.includes("key") || (scopes === undefined && roles === undefined)) return [];
  return [
    {
      path,
      message: "includes key, and a key carries neither scopes nor roles",
      fix: 'write accepts: ["token"]',
    },
  ];
}
