import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { doctorUsage } from "#src/doctor/output/doctor-usage.js";
import { doctor, entraEnv, newFolder, reported, write } from "./run-doctor.js";

const page = readFileSync(new URL("../../../../docs/doctor.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.+?)\n\`\`\``, "gs"))].map(([, text]) => text!);

const CREATE = { create: true } as const;

describe("docs/doctor.md", () => {
  it("shows what the command prints", async () => {
    const [, script] = blocks("sh");
    const entra = await startEntra({
      products: {
        gold: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999", idtyp: true },
        silver: { appId: "66667777-aaaa-8888-bbbb-9999cccc0000", appRoleAssignmentRequired: true },
      },
      clients: { batch: { appId: "11112222-bbbb-3333-cccc-4444dddd5555", products: ["gold"] } },
    });
    const folder = await newFolder();
    await write(folder.path, "catalog.json", blocks("json")[0]);
    const args = /product-auth doctor (.+)$/m.exec(script!)![1]!.split(" ");
    const env = { ...entraEnv(entra), BATCH_SECRET: entra.clients["batch"]!.secret };
    const { code, stdout } = await doctor(folder.path, args, env);
    await folder.remove();
    await entra.close();
    expect(code).to.equal(1);
    expect(script).to.contain(entra.tenantId);
    let rest = stdout.replaceAll(entra.origin, "https://login.microsoftonline.com");
    for (const shown of blocks("text")[0]!
      .split("\n  …")
      .map((part) => part.replace(/^\n/, ""))) {
      expect(rest).to.include(shown);
      rest = rest.slice(rest.indexOf(shown) + shown.length);
    }
  });

  it("its module is examined, with its stores", async () => {
    const module = fileURLToPath(new URL("../../../../docs/dist/doctor.js", import.meta.url));
    const folder = await newFolder();
    await (
      await JsonFileSubscriptionRepository.open(join(folder.path, "subscriptions.json"), CREATE)
    ).close();
    await (await JsonFileRecordRepository.open(join(folder.path, "records.json"), CREATE)).close();
    const { checks, exit } = await reported(folder.path, [module]);
    await folder.remove();
    expect(exit).to.equal(0);
    const stores = checks.filter(({ group }) => group === "stores");
    expect(Object.fromEntries(stores.map(({ check, result }) => [check, result]))).to.deep.equal({
      subscriptions: "passed",
      clientApplications: "skipped",
      counters: "skipped",
      records: "passed",
    });
  });

  it("names every option of the help", () => {
    for (const [, option] of doctorUsage.matchAll(/^ {2}(--[a-z-]+)/gm))
      if (option !== "--version") expect(page).to.contain(option);
  });
});
