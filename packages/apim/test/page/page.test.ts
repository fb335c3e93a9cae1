import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chdir, cwd } from "node:process";
import { fileURLToPath } from "node:url";
import { loadImported } from "@product-auth/apim";
import { digestKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import request from "supertest";
import { importAgain } from "./programs.js";

const artifacts = fileURLToPath(new URL("../../test/page/apimartifacts", import.meta.url));
const KEY = "an-old-key-of-the-gateway";

describe("docs/import.md, its server", () => {
  let folder: string;
  let exit: number;
  const home = cwd();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-import-"));
    await cp(artifacts, join(folder, "apimartifacts"), { recursive: true });
    const keys = [{ slot: "primary", digest: digestKey(KEY), hint: "…" }];
    const subscription = { id: "fabrikam", scope: "/products/gold", state: "active", createdDate: 0, keys };
    await writeFile(
      join(folder, "subscriptions.json"),
      JSON.stringify({ version: 1, subscriptions: [{ ...subscription, version: 1 }] }),
    );
    chdir(folder); // the page's code has relative paths
    exit = await importAgain();
  });
  after(async () => {
    chdir(home);
    await rm(folder, { recursive: true, force: true });
  });

  it("is written by the program of the page, and names what is held when it is loaded", async () => {
    expect(exit).to.equal(1);
    const held: unknown[] = [];
    await loadImported("apim", {}, { onHeld: (all) => held.push(...all) });
    expect(held).to.have.length(1);
    expect(held[0]).to.include({ scope: "api:billing" });
  });

  it("refuses and admits as the page says", async () => {
    const { app, subscriptions } = await import("./server.js"); // it reads the folder when it is loaded
    const key = { "ocp-apim-subscription-key": KEY };
    for (const [method, path, headers, status] of [
      ["get", "/orders", {}, 401],
      ["get", "/orders", key, 200],
      ["post", "/orders", key, 401],
      ["get", "/billing", key, 404],
    ] as const)
      expect((await request(app)[method](path).set(headers)).status, `${method} ${path}`).to.equal(status);
    await subscriptions.close();
  });
});
