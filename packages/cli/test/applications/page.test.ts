import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { APPLICATIONS } from "#src/applications/arguments/applications-form.js";
import { startTenant, type Tenant } from "../provision/support/tenant.js";

const command = fileURLToPath(new URL("../../bin/product-auth.js", import.meta.url));
const page = readFileSync(new URL("../../../../docs/applications-command.md", import.meta.url), "utf8");
const script = (name: string) =>
  new RegExp(`<!-- run: ${name} -->\n\n\`\`\`sh\n(.+?)\`\`\``, "s").exec(page)?.[1] ?? "exit 1";

describe("docs/applications-command.md", function () {
  this.timeout(60_000); // processes
  let tenant: Tenant;
  let folder: string;
  before(async function () {
    if (process.platform === "win32") return this.skip();
    tenant = await startTenant();
    folder = await mkdtemp(join(tmpdir(), "product-auth-page-"));
    const { audience, roles } = tenant.entra.products.foreign!;
    const catalog = { products: { gold: { audience, role: roles[0] } } };
    await writeFile(join(folder, "catalog.json"), JSON.stringify(catalog));
    await symlink(command, join(folder, "product-auth"));
  });
  after(async () => {
    await tenant?.entra.close();
    if (folder !== undefined) await rm(folder, { recursive: true, maxRetries: 3 });
  });

  const shell = (name: string, more: Record<string, string> = {}) =>
    new Promise<string>((resolve, reject) => {
      const path = [folder, join(process.execPath, ".."), process.env["PATH"]].join(delimiter);
      const env = { ...process.env, ...tenant.env(), PATH: path, ...more };
      const child = spawn("sh", ["-eu", "-c", script(name)], { cwd: folder, env });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(stderr))));
    });

  it("its commands work, and print what it shows", async () => {
    const printed = await shell("first");
    const names = (text: string) => [...text.matchAll(/^[a-z][a-zA-Z' ]+?(?= {2})/gm)].map(([name]) => name);
    expect(names(printed)).to.deep.equal(names(/```text\n(client id.+?)```/s.exec(page)?.[1] ?? ""));
    const [, id = ""] = /^client id +(\S+)$/m.exec(printed) ?? [];
    expect(await shell("secret", { ID: id, RECORDS: "file:records.json" })).to.equal("");
    expect(await readFile(join(folder, "orders.secret"), "utf8")).to.match(/^\S{20,}\n$/);
    expect(await shell("manual", { RECORDS: "file:records.json" })).to.contain("contoso.onmicrosoft.com");
  });

  it("names every verb and option", () => {
    for (const [verb, { subject }] of Object.entries(APPLICATIONS.verbs))
      expect(page).to.contain(`| \`${verb}${subject === undefined ? "" : ` ${subject}`}\``);
    for (const option of Object.keys(APPLICATIONS.options))
      if (option !== "version" && option !== "help") expect(page).to.contain(`--${option}`);
  });
});
