import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JsonFileSubscriptionRepository } from "@product-auth/core";
import { expect } from "chai";
import { newFolder, run } from "./support/command.js";
import { eventually } from "./support/eventually.js";
import { serve } from "./support/serve.js";

describe("subscriptions in a file, from the shell", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  after(() => folder.remove());

  const store = ["--store", "file:subscriptions.json"];
  const admin = (...args: string[]) => run([...args, ...store], { cwd: folder.path });

  it("create makes the file and shows both keys once, and says so", async () => {
    const { code, stdout, stderr } = await admin("create", "--scope", "/products/pro", "--id", "shown");
    expect(code, stderr).to.equal(0);
    const keys = stdout.match(/pask_\w{38}/g) ?? [];
    expect(new Set(keys).size).to.equal(2);
    expect(stdout).to.contain("New keys are shown this once");
    for (const key of keys)
      expect(readFileSync(join(folder.path, "subscriptions.json"), "utf8")).not.to.contain(key);
  });

  it("list shows it in aligned columns", async () => {
    const { stdout } = await admin("list");
    const [titles = "", row = ""] = stdout.split("\n");
    expect(titles).to.match(/^ID +STATE +SCOPE +CREATED +PRIMARY +SECONDARY$/);
    expect(row).to.match(
      /^shown +active +\/products\/pro +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ +pask_….{4} +pask_….{4}$/,
    );
    for (const [title, word] of [
      ["STATE", "active"],
      ["PRIMARY", "pask_"],
    ] as const)
      expect(row.indexOf(word)).to.equal(titles.indexOf(title));
  });

  it("an API that reads the same file refuses a suspended key, and admits it when it is activated", async () => {
    const made = await admin("create", "--scope", "/products/pro", "--id", "contoso", "--json");
    const { primaryKey } = JSON.parse(made.stdout) as { primaryKey: string };
    const subscriptions = await JsonFileSubscriptionRepository.open(join(folder.path, "subscriptions.json"));
    const api = await serve({ subscriptions });
    try {
      expect(await api.status(primaryKey)).to.equal(200);
      expect((await admin("suspend", "contoso", "--comment", "bill")).stdout).to.equal(
        "Subscription contoso is suspended.\n",
      );
      expect(await eventually(() => api.status(primaryKey), 401)).to.equal(401);
      expect((await admin("activate", "contoso")).code).to.equal(0);
      expect(await eventually(() => api.status(primaryKey), 200)).to.equal(200);
    } finally {
      await api.close();
    }
  });
});
