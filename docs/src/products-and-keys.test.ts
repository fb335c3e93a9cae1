import { once } from "node:events";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestKey } from "@product-auth/core/subscriptions";
import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { Express } from "express";
import request, { type Response } from "supertest";
import {
  createApp,
  createPeppered,
  createRegistered,
  serveFromFile,
  serveWithVariables,
  createWatched,
} from "./products-and-keys.js";

const KEY = "ocp-apim-subscription-key";
const SHOP = new URL("../src/shop.json", import.meta.url);
const page = await readFile(new URL("../products-and-keys.md", import.meta.url), "utf8");

const inWords = ({ status, body }: Response) => {
  const { product = "none", credential } = body as { product?: string; credential?: string };
  return status === 200 ? `${product}, ${credential}` : String(status);
};

describe("products, APIs and keys", () => {
  let entra: Entra;
  let app: Express;
  before(async () => {
    entra = await startEntra({
      products: { pro: { appId: "7b0c9e11-2222-4333-8444-955566667777" } },
      clients: { contoso: { products: ["pro"] }, stranger: { products: ["pro"] } },
    });
    app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
  });
  after(() => entra.close());

  const bearer = async (client = "contoso") => `Bearer ${await entra.tokenFor({ client, product: "pro" })}`;
  const get = (path: string, headers: Record<string, string> = {}, to = app) =>
    request(to).get(path).set(headers).then(inWords);

  it("the path says which API is meant, and its products who may call", async () => {
    expect(await get("/orders", { [KEY]: "pro-key-2" })).to.equal("pro, key");
    expect(await get("/orders", { [KEY]: "batch-key" })).to.equal("batch, key");
    expect(await get("/orders", { authorization: await bearer() })).to.equal("pro, token");
    expect(await get("/orders")).to.equal("401");
    expect(await get("/elsewhere", { [KEY]: "pro-key-1" })).to.equal("404");
  });
  it("an open product lets in who shows nothing, and nobody with a bad key", async () => {
    expect(await get("/catalog")).to.equal("demo, none");
    expect(await get("/catalog/7", { [KEY]: "pro-key-1" })).to.equal("pro, key");
    expect(await get("/catalog/7", { [KEY]: "garbage" })).to.equal("401");
    expect(await get("/catalog/7/price")).to.equal("404");
  });
  it("an API outside of any product has keys of its own, sent where it says", async () => {
    expect(await get("/reports", { "x-reports-key": "reports-key" })).to.equal("none, key");
    expect(await get("/reports", { [KEY]: "reports-key" })).to.equal("401");
    expect(await get("/reports", { "x-reports-key": "pro-key-1" })).to.equal("401");
  });
  it("rules demand a product, or both credentials", async () => {
    const remove = (key: string) => request(app).delete("/orders/7").set(KEY, key).then(inWords);
    expect([await remove("pro-key-1"), await remove("batch-key")]).to.deep.equal(["pro, key", "401"]);
    const post = (headers: Record<string, string>) => request(app).post("/orders").set(headers).then(inWords);
    const authorization = await bearer();
    expect(await post({ authorization, [KEY]: "pro-key-1" })).to.equal("pro, both");
    expect([await post({ authorization }), await post({ [KEY]: "pro-key-1" })]).to.deep.equal(["401", "401"]);
  });
  it("a key of the old pepper works while that is listed", async () => {
    const old = digestKey("batch-key", "one");
    const store = {
      findByKeyDigest: (digest: string) =>
        digest === old ? ({ id: "a", scope: "/products/batch", state: "active" } as const) : undefined,
    };
    const outcome = (...peppers: string[]) =>
      get("/", { [KEY]: "batch-key" }, createPeppered(store, peppers));
    expect([await outcome("two", "one"), await outcome("two")]).to.deep.equal(["batch, key", "401"]);
  });
  it("only registered client applications may call", async () => {
    const registered = createRegistered(
      { tenantId: entra.tenantId, authorityHost: entra.origin },
      entra.clients["contoso"]!.appId,
    );
    expect(await get("/", { authorization: await bearer() }, registered)).to.equal("pro, token");
    expect(await get("/", { authorization: await bearer("stranger") }, registered)).to.equal("403");
  });

  describe("a catalog file", () => {
    let folder: string;
    beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "shop-"))));
    afterEach(() => rm(folder, { recursive: true }));

    it("is served, watched, and kept when it is broken", async () => {
      const path = join(folder, "shop.json");
      await cp(SHOP, path);
      const lines: string[] = [];
      const server = await serveFromFile(path, (line) => lines.push(line));
      const until = async (count: number) => {
        while (lines.length < count) await new Promise((later) => setTimeout(later, 10));
      };
      const replace = async (one: string, other: string) => {
        await writeFile(`${path}.new`, (await readFile(SHOP, "utf8")).replace(one, other));
        await rename(`${path}.new`, path);
      };
      const outcome = (url: string) => request(server).get(url).set(KEY, "batch-key").then(inWords);
      await until(1);
      expect(await outcome("/orders")).to.equal("batch, key");
      await writeFile(
        path,
        (await readFile(SHOP, "utf8")).replace('"path": "orders"', '"path": "v2/orders"'),
      );
      await until(2);
      expect([await outcome("/orders"), await outcome("/v2/orders")]).to.deep.equal(["404", "batch, key"]);
      await replace('["batch"]', '["batsch"]');
      await until(3);
      expect(await outcome("/v2/orders")).to.equal("batch, key");
      const shown = /```text\n(The catalog file is not applied[^`]+)\n```/.exec(page)?.[1];
      expect(lines).to.deep.equal(["products and APIs replaced", "products and APIs replaced", shown]);
      server.close();
      await once(server, "close");
    });
    it("takes variables of the environment", async () => {
      const path = join(folder, "shop.json");
      const withVariable = async (name: string) =>
        writeFile(
          path,
          (await readFile(SHOP, "utf8")).replace(
            '"accepts": ["key"]',
            `"description": "\${env:${name}}", $&`,
          ),
        );
      await withVariable("PATH");
      expect(await get("/orders", { [KEY]: "batch-key" }, await serveWithVariables(path))).to.equal(
        "batch, key",
      );
      await withVariable("A_VARIABLE_THAT_IS_NOT_SET");
      const error = await serveWithVariables(path).catch((reason: unknown) => String(reason));
      expect(error).to.contain("needs the variable A_VARIABLE_THAT_IS_NOT_SET, which is not set");
    });
    it("an update tells of paths that another API decides for", async () => {
      const lines: string[] = [];
      const auth = createWatched((line) => lines.push(line));
      auth.update({
        products: { shop: { accepts: ["key"] }, back: { accepts: ["key"] } },
        apis: { shop: { path: "shop", products: ["shop"] } } as never,
      });
      expect(lines).to.deep.equal(["/shop/admin: admin -> shop"]);
      await auth.close();
    });
    it("is the one on the page", async () => {
      const shown = /```json\n(\{\n {2}"\$schema"[^`]+)```/.exec(page)?.[1];
      expect(shown).to.equal(await readFile(SHOP, "utf8"));
    });
  });
});
