import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { importUsage } from "#src/import/output/import-usage.js";

const command = fileURLToPath(new URL("../../bin/product-auth.js", import.meta.url));
const artifacts = fileURLToPath(new URL("../../../apim/test/page/apimartifacts", import.meta.url));
const page = readFileSync(new URL("../../../../docs/import.md", import.meta.url), "utf8");
const script = (name: string) =>
  new RegExp(`<!-- run: ${name} -->\n\n\`\`\`sh\n(.+?)\`\`\``, "s").exec(page)?.[1] ?? "exit 99";
const shown = (name: string) =>
  new RegExp(`<!-- run: ${name} -->\n\n\`\`\`sh\n.+?\`\`\`\n\n\`\`\`text\n(.+?)\`\`\``, "s").exec(page)?.[1];
const block = (start: string) => new RegExp(`\`\`\`json\n(${start}.+?\n)\`\`\``, "s").exec(page)?.[1] ?? "";

describe("docs/import.md", function () {
  this.timeout(30_000); // processes
  let folder: string;
  before(async function () {
    if (process.platform === "win32") return this.skip();
    folder = await mkdtemp(join(tmpdir(), "product-auth-import-page-"));
    await cp(artifacts, join(folder, "apimartifacts"), { recursive: true });
    await symlink(command, join(folder, "product-auth"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const shell = (name: string) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const path = [folder, join(process.execPath, ".."), process.env["PATH"]].join(delimiter);
      const child = spawn("sh", ["-c", script(name)], { cwd: folder, env: { ...process.env, PATH: path } });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });

  it("its commands work in this order, and print what it shows", async () => {
    await writeFile(
      join(folder, "secrets.json"),
      block('\\{ "fabrikam"').replaceAll("…", "0123456789abcdef"),
    );
    const look = await shell("look");
    expect(look).to.deep.equal({ code: 1, stdout: shown("look"), stderr: "" });
    const written = await shell("write");
    expect(written.code, written.stderr).to.equal(1);
    expect(readFileSync(join(folder, "subscriptions.json"), "utf8")).to.include('"fabrikam"');
    await writeFile(join(folder, "accepted.json"), block("\\[\n"));
    expect((await shell("check")).code).to.equal(3);
    const accepted = await shell("accept");
    expect(accepted.code, accepted.stderr).to.equal(0);
    expect(accepted.stdout).to.match(/ 0 lost · 1 accepted · 0 APIs held\n$/);
    expect((await shell("check")).code).to.equal(0);
  });

  it("names every option of the help", () => {
    for (const [, option] of importUsage.matchAll(/^ {2}(--[a-z-]+)/gm))
      if (option !== "--version") expect(page).to.include(option);
  });
});
