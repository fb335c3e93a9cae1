import type { Chance } from "../chance.js";
import type { PathApi } from "./path-api.js";
import type { PathCatalog } from "./path-catalog.js";

const SEGMENTS = [
  "v1",
  "shop",
  "Admin",
  "docs",
  "k",
  "s",
  "i",
  "a.b",
  "é",
  "x y",
  "@x",
  "7",
  "a-b",
  "~u",

  "ß",
];
const OPERATIONS = [
  "GET /",
  "GET /{id}",
  "GET /export",
  "POST /",
  "GET /files/*",
  "GET /{id}/info",
  "GET /*",
];
const PRODUCTS = ["starter", "gold", "free"] as const;

/** Two to five APIs, most of them within each other. */
export function randomCatalog(chance: Chance, name: string): PathCatalog {
  const paths = new Map<string, string>();
  const count = 2 + chance.number(4);
  for (let tries = 0; paths.size < count && tries < 50; tries++) {
    const within = chance.percent(70) ? chance.pick(["", ...paths.values()]) : "";
    const path = chance.percent(5)
      ? ""
      : [within, chance.pick(SEGMENTS)].filter((part) => part !== "").join("/");
    if (path.split("/").length <= 3) paths.set(path.toLowerCase(), paths.get(path.toLowerCase()) ?? path);
  }
  const apis = [...paths.values()].map((path, i): PathApi => ({
    name: `api${i}`,
    path,
    products: [chance.pick(PRODUCTS)],
    ...(chance.percent(25) && {
      operations: OPERATIONS.filter(() => chance.percent(50)).concat("GET /items"),
    }),
  }));
  return { name, unmatched: chance.percent(50) ? "refuse" : "any-product", apis };
}
