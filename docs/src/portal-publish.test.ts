import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import type { SignInProvider } from "@product-auth/portal";
import { expect } from "chai";
import { createPortalWithSettings, publishFromProgram } from "./portal-publish.js";

const page = readFileSync(new URL("../portal-publish.md", import.meta.url), "utf8");

describe("the page about publishing", () => {
  it("its settings file is accepted, and published from the program", async () => {
    const folder = mkdtempSync(join(tmpdir(), "portal-publish-"));
    const settings = join(folder, "portal-settings.json");
    writeFileSync(settings, /```json\n([^]+?)```/.exec(page)?.[1] ?? "");
    writeFileSync(join(folder, "logo.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const unused = () => Promise.reject(new Error("not used"));
    const provider: SignInProvider = { id: "none", label: "None", begin: unused, complete: unused };
    const portal = createPortalWithSettings({
      catalog: { products: { starter: { accepts: ["key"] } } },
      repository: new MemorySubscriptionRepository(),
      records: new MemoryRecordRepository(),
      signIn: [provider],
      publicUrl: "http://127.0.0.1:3000/developer",
      settings,
    });
    expect(await publishFromProgram(portal)).to.equal("Edition 1: ");
    writeFileSync(settings, '{ "title": "Fabrikam APIs" }');
    expect(await publishFromProgram(portal)).to.match(/^Edition 2: title, accent/);
    expect(await publishFromProgram(portal)).to.equal("There is nothing to publish.");
    await portal.close();
    rmSync(folder, { recursive: true });
  });
});
