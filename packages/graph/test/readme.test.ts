import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryRecordRepository } from "@product-auth/core/records";
import type { ProvisionCatalog } from "@product-auth/graph";
import { expect } from "chai";
import { createApplications, optionsFrom, register, rotate } from "./readme.js";
import { startWorld, type World } from "./support/world.js";

describe("the README of @product-auth/graph", () => {
  const folder = mkdtempSync(join(tmpdir(), "provision-"));
  const path = join(folder, "catalog.json");
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  it("registers, writes the ids back, and rotates a secret", async () => {
    const { log, warn, error } = console;
    console.log = console.warn = console.error = () => undefined;
    try {
      writeFileSync(
        path,
        '{ "products": { "gold": {} }, "provision": { "clients": { "batch": { "products": ["gold"] } } } }',
      );
      const { appId, secret } = world.entra.clients["admin"]!;
      const { tenantId, credential } = optionsFrom({
        ...{ AZURE_TENANT_ID: world.entra.tenantId, AZURE_CLIENT_ID: appId, AZURE_CLIENT_SECRET: secret },
        AZURE_AUTHORITY_HOST: world.entra.origin,
      });
      const options = { ...world.options(), tenantId, credential };
      expect((await register(path, options)).exit).to.equal(0);
      const catalog = JSON.parse(readFileSync(path, "utf8")) as ProvisionCatalog;
      expect(catalog.products["gold"]?.audience).to.match(/^api:\/\/[0-9a-f-]{36}$/);
      expect(await rotate(catalog, options)).to.be.a("string");
      const applications = createApplications(new MemoryRecordRepository(), options);
      expect(applications.tokenUrl).to.include(tenantId);
      await applications.close();
    } finally {
      Object.assign(console, { log, warn, error });
    }
  });
});
