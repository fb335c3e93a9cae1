import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesOfImport, importConfiguration, writeFolder } from "@product-auth/apim";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import express from "express";
import request from "supertest";
import { authOf, importInto, isCurrent } from "./readme.js";

const artifacts = [fileURLToPath(new URL("../test/page/apimartifacts", import.meta.url))];

describe("the README of @product-auth/apim", () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), "product-auth-readme-"))));
  after(() => rm(folder, { recursive: true }));

  it("imports, loads, and compares", async () => {
    const { error, warn } = console;
    const lines: unknown[] = [];
    console.error = console.warn = (line: unknown) => lines.push(line);
    try {
      const path = join(folder, "apim");
      const report = await importInto(path, artifacts);
      expect(report).to.deep.include({ exit: 1, held: ["api:billing"] });
      const auth = await authOf(path, {}, new MemorySubscriptionRepository());
      const app = express().use(auth);
      expect((await request(app).get("/orders")).status).to.equal(401);
      expect((await request(app).get("/billing")).status).to.equal(404);
      await auth.close();
      expect(lines).to.have.length(2);
      expect(lines[0]).to.match(/^apis\/billing\/policy\.xml:\d+ It denies /);
      expect(lines[1]).to.match(/^api:billing answers 404: /);
      expect(await isCurrent(path, artifacts, [])).to.equal(false);
    } finally {
      Object.assign(console, { error, warn });
    }
    const refused: unknown = await importInto(folder, []).catch((reason: unknown) => reason);
    expect(refused).to.have.property("code", "PRODUCT_AUTH_IMPORT_INPUT");
  });

  it("finds nothing to change after an acceptance", async () => {
    const path = join(folder, "accepted");
    const accepted = [
      { code: "condition", at: "apis/billing/policy.xml", element: "return-response", reason: "in code" },
    ];
    expect(await isCurrent(path, artifacts, accepted)).to.equal(false);
    const imported = await importConfiguration(artifacts, { accept: accepted });
    await writeFolder(path, filesOfImport(imported).files);
    expect(await isCurrent(path, artifacts, accepted)).to.equal(true);
  });
});
