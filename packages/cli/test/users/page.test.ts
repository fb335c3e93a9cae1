import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { USERS } from "#src/users/arguments/users-form.js";

const command = fileURLToPath(new URL("../../bin/product-auth.js", import.meta.url));
const page = readFileSync(new URL("../../../../docs/users-command.md", import.meta.url), "utf8");
const script = (name: string) =>
  new RegExp(`<!-- run: ${name} -->\n\n\`\`\`sh\n(.+?)\`\`\``, "s").exec(page)?.[1] ?? "exit 1";

describe("docs/users-command.md", function () {
  this.timeout(60_000); // processes
  let folder: string;
  before(async function () {
    if (process.platform === "win32") return this.skip();
    folder = await mkdtemp(join(tmpdir(), "product-auth-page-"));
    const records = await JsonFileRecordRepository.open(join(folder, "records.json"), { create: true });
    const at = Date.UTC(2026, 10, 30, 8);
    const names = { firstName: "Zoe", lastName: "Miller", email: "zoe@contoso.example", emailVerified: true };
    const value = { ...names, state: "active", groups: [], registrationDate: at };
    const identity = { provider: "basic", lastSignIn: at };
    await records.write([
      { put: { kind: "user", id: "5b1f0d6e-1f6a-4c59-9d6f-1f9f3c6f2a10", version: 1, value } },
      {
        put: {
          ...{ kind: "identity", id: "digest", version: 1, value: identity },
          owner: "5b1f0d6e-1f6a-4c59-9d6f-1f9f3c6f2a10",
        },
      },
    ]);
    await records.close();
    const path = join(folder, "subscriptions.json");
    await (await JsonFileSubscriptionRepository.open(path, { create: true })).close();
    await symlink(command, join(folder, "product-auth"));
  });
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, maxRetries: 3 });
  });

  const shell = (name: string) =>
    new Promise<string>((resolve, reject) => {
      const path = [folder, join(process.execPath, ".."), process.env["PATH"]].join(delimiter);
      const env = { ...process.env, PATH: path, RECORDS: "file:records.json" };
      const child = spawn("sh", ["-eu", "-c", script(name)], { cwd: folder, env });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(stderr))));
    });

  it("its commands work, and print what it shows", async () => {
    expect(await shell("first")).to.contain(/```text\n(id.+?)```/s.exec(page)?.[1] ?? "nothing");
    for (const name of ["invite", "administrator"])
      expect(await shell(name)).to.match(
        /^https:\/\/api\.contoso\.example\/developer\/welcome\?ticket=[\w-]{43}\n$/,
      );
  });

  it("names every verb and option", () => {
    for (const [verb, { subject = "" }] of Object.entries(USERS.verbs))
      expect(page).to.contain(`| \`${verb} ${subject}\``);
    for (const option of Object.keys(USERS.options))
      if (option !== "version" && option !== "help") expect(page).to.contain(`--${option}`);
  });
});
