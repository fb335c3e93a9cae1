import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, stat, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { provisionUsage } from "#src/provision/output/provision-usage.js";
import { startTenant, type Tenant } from "./support/tenant.js";
import { folderWith } from "./support/toy.js";

const command = fileURLToPath(new URL("../../bin/product-auth.js", import.meta.url));
const page = readFileSync(new URL("../../../../docs/provision.md", import.meta.url), "utf8");
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.+?\n)\`\`\``, "s").exec(page)?.[1] ?? "";
const script = (name: string) =>
  new RegExp(`<!-- run: ${name} -->\n\n\`\`\`sh\n(.+?)\`\`\``, "s").exec(page)?.[1] ?? "exit 1";

describe("docs/provision.md", function () {
  this.timeout(60_000); // processes
  let tenant: Tenant;
  let folder: Awaited<ReturnType<typeof folderWith>>;
  before(async function () {
    if (process.platform === "win32") return this.skip();
    tenant = await startTenant();
    folder = await folderWith({ "catalog.json": block("json") });
    await symlink(command, join(folder.path, "product-auth"));
  });
  after(async () => {
    await tenant?.entra.close();
    await folder?.remove();
  });

  const shell = (name: string) =>
    new Promise<string>((resolve, reject) => {
      const path = [folder.path, join(process.execPath, ".."), process.env["PATH"]].join(delimiter);
      const env = { ...process.env, ...tenant.env(), PATH: path };
      const child = spawn("sh", ["-eu", "-c", script(name)], { cwd: folder.path, env });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(stderr))));
    });

  it("its commands work, and print what it shows", async () => {
    expect(await shell("plan")).to.equal(block("text"));
    expect(await shell("apply")).to.contain("\n4 added, 0 changed, 0 deleted. catalog.json was written.\n");
    await shell("ci");
    expect(await readFile(join(folder.path, "report.json"), "utf8")).to.contain('"changes": []');
    expect(await shell("secret")).to.equal("");
    expect((await stat(join(folder.path, "batch.secret"))).mode & 0o777).to.equal(0o600);
    await shell("destroy");
    expect(await readFile(join(folder.path, "catalog.json"), "utf8")).to.equal(block("json"));
  });

  it("names every option of the help", () => {
    for (const [, option] of provisionUsage.matchAll(/^ {2}(--[a-z-]+)/gm))
      if (option !== "--version") expect(page).to.contain(`${option!}`);
  });
});
