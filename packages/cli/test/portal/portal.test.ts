import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { publishedEdition } from "@product-auth/portal";
import { expect } from "chai";
import { runHere, runProgram } from "../run.js";

const ON = ["--records", "file:records.json"];

describe("product-auth portal", function () {
  this.timeout(30_000); // a process
  let cwd: string;
  beforeEach(async () => void (cwd = await mkdtemp(join(tmpdir(), "product-auth-portal-"))));
  afterEach(() => rm(cwd, { recursive: true, maxRetries: 3 }));

  const write = (settings: unknown) =>
    writeFile(
      join(cwd, "settings.json"),
      typeof settings === "string" ? settings : JSON.stringify(settings, undefined, 2),
    );
  const run = (...args: string[]) => runHere(["portal", ...args, ...ON], { cwd });
  const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout) as unknown;

  it("checks, publishes, shows, and has then nothing to publish", async () => {
    await write({ title: "Contoso APIs", texts: { home: "Hello\n\u202Ethere".replace("\u202E", "") } });
    const created = await runProgram(["portal", "publish", "settings.json", ...ON, "--by", "ann"], { cwd });
    expect(created.code, created.stderr).to.equal(0);
    expect(created.stdout)
      .to.match(/^title +none +Contoso APIs$/m)
      .and.to.include("Edition 1 is published.");
    expect(created.stderr).to.match(/"action":"published".*"comment":"By ann"/);
    await write({ title: "Contoso", accent: "#7a1fa2" });
    const checked = await run("publish", "settings.json", "--check");
    expect(checked.code).to.equal(3);
    expect(checked.stdout)
      .to.match(/^title +Contoso APIs +Contoso$/m)
      .and.to.include("Nothing was published.");
    expect(await json("publish", "settings.json", "--comment", "new color")).to.deep.equal({
      number: 2,
      published: true,
      changes: [
        { name: "title", from: "Contoso APIs", to: "Contoso" },
        { name: "accent", to: "#7a1fa2" },
        { name: "texts.home", from: "Hello\nthere" },
      ],
    });
    for (const more of [[], ["--check"]]) {
      const same = await run("publish", "settings.json", ...more);
      expect(same).to.include({ code: 0, stdout: "There is nothing to publish.\n" });
    }
    const shown = await run("show");
    expect(shown).to.include({ code: 0, stderr: "" });
    expect(shown.stdout)
      .to.match(/^edition +2$/m)
      .and.to.match(/^accent +#7a1fa2$/m);
    expect(await json("show")).to.deep.include({ number: 2 });
    const records = await JsonFileRecordRepository.open(join(cwd, "records.json"));
    expect((await publishedEdition(records))?.settings).to.deep.equal([
      { name: "title", value: "Contoso" },
      { name: "accent", value: "#7a1fa2" },
    ]);
    await records.close();
  });

  it("a file with problems ends with 2, all of them, and nothing is published", async () => {
    await write({ accent: "#ffff00", logo: "none.svg" });
    const { code, stdout, stderr } = await run("publish", "settings.json");
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr)
      .to.include("settings.json:2:13 accent")
      .and.to.include("settings.json:3:11 logo")
      .and.not.to.include(cwd);
    await write('{ "clientSecret": "do-not-show" }');
    const unknown = await run("publish", "settings.json");
    expect(unknown.stderr).to.include("clientSecret is unknown").and.not.to.include("do-not-show");
    expect((await run("publish", "none.json")).code).to.equal(2);
    expect(await run("show")).to.include({ code: 0, stdout: "Nothing is published yet.\n" });
  });

  it("a command line that makes no sense ends with 2", async () => {
    for (const args of [
      ["publish"],
      ["publish", "a.json", "b.json"],
      ["publishh", "a.json"],
      ["show", "--check"],
      ["show", "--records", "redis://127.0.0.1:1"],
    ])
      expect((await runHere(["portal", ...args], { cwd })).code, args.join(" ")).to.equal(2);
    await write({ title: "x" });
    const none = await runHere(["portal", "publish", "settings.json"], { cwd });
    expect(none.stderr).to.include("--records file:records.json");
    expect(await readFile(join(cwd, "records.json")).catch(() => "none")).to.equal("none");
  });
});
