import { expect } from "chai";
import { scenarios } from "./scenarios.js";
import type { Catalog, Stage } from "./stage.js";
import { APPLY, CATALOG, expectExit } from "./world.js";

/** Each catalog is refused before any call, at these paths and no others. */
const refusedAt =
  (change: (catalog: Catalog) => unknown, ...paths: string[]) =>
  async (s: Stage) => {
    const catalog = CATALOG();
    change(catalog);
    await s.write(JSON.stringify(catalog, undefined, 2));
    const { report } = expectExit(await s.run(APPLY), 2);
    expect(
      (report.problems ?? []).map(({ path }) => path.replace(/^\S*catalog\.json:\d+:\d+ ?|^\d+:\d+ /, "")),
    ).to.have.members(paths);
    for (const { message, fix } of report.problems ?? []) expect(`${message}|${fix}`).to.match(/.+\|.+/);
  };

const loose = (value: unknown): Record<string, Record<string, unknown>> =>
  value as Record<string, Record<string, unknown>>;

scenarios("judge: refused before any call", {
  "§1 a client of an unknown product": refusedAt(
    (c) => (c.provision!.clients!["batch"]!.products = ["bronze"]),
    "provision.clients.batch.products[0]",
  ),
  "§1 a client of a tokenless product": refusedAt((c) => {
    c.products["keys"] = { accepts: ["key"] };
    c.provision!.clients!["batch"]!.products = ["gold", "keys"];
  }, "provision.clients.batch.products[1]"),
  "§1 a client without products": refusedAt(
    (c) => (c.provision!.clients!["batch"]!.products = []),
    "provision.clients.batch.products",
  ),
  "§1 a client name": refusedAt(
    (c) => (c.provision!.clients!["-x"] = { products: ["gold"] }),
    "provision.clients.-x",
  ),
  "§1 an instance name": refusedAt((c) => (c.provision!.instance = "Shop"), "provision.instance"),
  "§1 unknown members": refusedAt(
    (c) => {
      loose(c)["provision"]!["client"] = {};
      loose(c.provision!.clients)["batch"]!["product"] = [];
    },
    "provision.client",
    "provision.clients.batch.product",
  ),
  "§1 displayName over 200": refusedAt((c) => {
    c.products["gold"]!["displayName"] = "G".repeat(201);
    c.products["gold"]!["role"] = "Gold";
  }, "products.gold.displayName"),
  "§1 a client's displayName over 200": refusedAt(
    (c) => (c.provision!.clients!["batch"]!.displayName = "G".repeat(201)),
    "provision.clients.batch.displayName",
  ),
  "§1 a role over 120": refusedAt(
    (c) => (c.products["gold"]!["role"] = "R".repeat(121)),
    "products.gold.role",
  ),
  "§1 a role with a space": refusedAt((c) => (c.products["gold"]!["role"] = "a b"), "products.gold.role"),
  "§1 a role with a backslash": refusedAt(
    (c) => (c.products["gold"]!["role"] = "a\\b"),
    "products.gold.role",
  ),
  "§1 a role with a leading dot": refusedAt(
    (c) => (c.products["gold"]!["role"] = ".a"),
    "products.gold.role",
  ),
  "§1 a role that is not ASCII": refusedAt(
    (c) => (c.products["gold"]!["role"] = "Über"),
    "products.gold.role",
  ),
  "§1 one audience and role for two products": refusedAt((c) => {
    for (const name of ["gold", "silver"])
      Object.assign(c.products[name]!, { audience: "api://a", role: "R" });
  }, "products.gold.role"),
  "§1 all at once": refusedAt(
    (c) => {
      c.products["gold"]!["role"] = "a b";
      c.provision!.instance = "Shop";
      c.provision!.clients!["batch"]!.products = ["bronze"];
    },
    "products.gold.role",
    "provision.instance",
    "provision.clients.batch.products[0]",
  ),
});
