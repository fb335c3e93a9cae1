import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchPostgres, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { newFolder, run } from "./subscriptions/support/command.js";

const command = fileURLToPath(new URL("../bin/product-auth.js", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const CATALOG = JSON.stringify({
  products: { pro: { accepts: ["key"], quota: { bandwidth: 10_000, renewalPeriod: 3_600 } } },
});
const blocks = (store: string) =>
  [...readme.matchAll(/<!-- run: (\w+) -->\n\n```sh\n(.*?)^```/gms)].flatMap(([, on, block]) =>
    on === store ? [block!] : [],
  );

describe("the README of @product-auth/cli", function () {
  this.timeout(30_000); // many processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async function () {
    if (process.platform === "win32") return this.skip();
    folder = await newFolder();
    await symlink(command, join(folder.path, "product-auth"));
  });
  after(() => folder?.remove());

  const shell = (script: string, env: Record<string, string> = {}) => {
    const path = [folder.path, join(process.execPath, ".."), process.env["PATH"]].join(delimiter);
    const { status, stdout, stderr } = spawnSync("sh", ["-eu", "-c", script], {
      cwd: folder.path,
      env: { ...process.env, PATH: path, ...env },
      encoding: "utf8",
    });
    expect(status, stderr).to.equal(0);
    return stdout;
  };

  it("its commands work on a file", () => {
    const [first = "", regenerate = "", ...none] = blocks("file");
    expect(none).to.deep.equal([]);
    const said = shell(first);
    expect(said.match(/pask_\w{38}/g)).to.have.length(2);
    expect(said)
      .to.match(/^state +suspended$/m)
      .and.match(/^why +invoice 4711 is open$/m);
    expect(shell(regenerate)).to.match(/^primary key .* until \d{4}-/m);
  });

  it("its commands work on PostgreSQL, and its code", async function () {
    const server: OwnService = await serviceFor(this, () => launchPostgres());
    try {
      const env = { SUBSCRIPTIONS: server.url };
      for (const block of blocks("postgres")) shell(block, env);
      await writeFile(join(folder.path, "catalog.json"), CATALOG);
      for (const block of blocks("limits"))
        expect(shell(block, { ...env, COUNTERS: server.url })).to.contain("0 of 10000 KB");
      const active = JSON.parse(await readFile(join(folder.path, "active.json"), "utf8")) as object;
      expect(active).to.have.nested.property("subscriptions[0].id", "fabrikam");
      expect(await readFile(join(folder.path, "audit.jsonl"), "utf8")).to.contain('"by":"nightly-job"');
      expect(shell("product-auth subscriptions show fabrikam --store-env SUBSCRIPTIONS", env)).to.contain(
        "expired",
      );
      const program = `import { expireFromJob } from ${JSON.stringify(new URL("readme.js", import.meta.url))};
        process.exitCode = (await expireFromJob("fabrikam", ${JSON.stringify(server.url)})) ? 0 : 1;`;
      const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
        encoding: "utf8",
      });
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "Subscription fabrikam is expired.\n" });
    } finally {
      await server.stop();
    }
  });

  it("its table names every verb", async () => {
    const { stdout } = await run(["--help"], { cwd: folder.path });
    const verbs = [...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, verb]) => verb!);
    expect(verbs).to.have.length(14);
    for (const verb of verbs) expect(readme, verb).to.match(new RegExp(`^\\| \`${verb}\\b`, "m"));
  });
});
