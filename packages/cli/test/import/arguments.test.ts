import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { importUsage } from "#src/import/output/import-usage.js";
import { inFolder } from "./support/in-folder.js";
import { nothing, runToy } from "./support/toy-import.js";

describe("product-auth import, its arguments", () => {
  let folder: string;
  let out: string;
  inFolder((path) => {
    folder = path;
    out = join(folder, "out");
  });

  describe("2: wrong usage, and nothing is read or written", () => {
    for (const [args, line] of [
      [[], "write what to import: files or folders, as in import apimartifacts"],
      [[""], "write what to import: files or folders, as in import apimartifacts"],
      [["x", "--stirct"], 'there is no option "--stirct". Did you mean --strict?'],
      [["x", "--scope", "gold"], /^--scope is global, product:NAME, api:NAME,/],
      [["x", "--scope", "document"], /^--scope is global/],
      [["x", "--scope", "operation:orders"], /^--scope is global/],
      [["x", "--check"], "--check needs --out DIR, the folder to compare with."],
      [["x", "--check", "--out", "o", "--force"], "--check writes nothing; leave --force out."],
      [
        ["x", "--check", "--out", "o", "--subscriptions", "s"],
        "--check writes nothing; leave --subscriptions out.",
      ],
      [["x", "--check", "--out", "o", "--requests", "r"], "--check writes nothing; leave --requests out."],
      [["x", "--force"], "--force needs --out, --subscriptions or --requests, which write files."],
      [["x", "--out", ""], "--out is empty; write a path."],
      [["x", "--json", "--json"], "give --json once."],
      [["x", "--out"], /^Option '--out <value>' argument missing; --help/],
      [["x", "--json=yes"], /--help lists the options\.$/],
    ] as const)
      it(JSON.stringify(args), async () => {
        const { code, stdout, stderr, asked } = await runToy(args, nothing);
        expect([code, stdout, asked]).to.deep.equal([2, "", []]);
        const [, said = ""] = /^product-auth: (.+)\n$/.exec(stderr) ?? [];
        if (typeof line === "string") expect(said).to.equal(line);
        else expect(said).to.match(line);
      });

    it("never repeats a value", async () => {
      const secret = "s3cret-0123456789-0123456789";
      for (const args of [
        ["x", "--scope", secret],
        ["x", `--${secret}`],
        ["x", `--json=${secret}`],
      ])
        expect((await runToy(args, nothing)).stderr).to.not.include(secret);
    });

    it("a folder to write that lies in one that is read", async () => {
      const input = join(folder, "input");
      await mkdir(input);
      for (const [option, inside] of [
        ["--out", input],
        ["--out", join(input, "new", "out")],
        ["--subscriptions", join(input, "subscriptions.json")],
        ["--requests", join(input, "requests.sh")],
      ] as const) {
        const ended = await runToy([input, option, inside], nothing);
        expect(ended.code).to.equal(2);
        expect(ended.stderr).to.include(`${option} lies in a folder that is imported`);
      }
      expect(await readdir(input)).to.deep.equal([]);
      expect((await runToy([input, "--out", `${input}-out`], nothing)).code).to.equal(0);
    });

    it("an input that cannot be imported", async () => {
      const ended = await runToy(["x", "--out", out], new Error("x: is Bicep\nwrite az bicep build"));
      expect(ended).to.include({
        code: 2,
        stdout: "",
        stderr: "product-auth: x: is Bicep write az bicep build\n",
      });
      const withFix = Object.assign(new Error("main.bicep: is Bicep"), {
        name: "InputError",
        fix: "Run az bicep build.",
      });
      expect((await runToy(["x", "--out", out], withFix)).stderr).to.equal(
        "product-auth: main.bicep: is Bicep. Run az bicep build.\n",
      );
      expect(await readdir(folder)).to.deep.equal([]);
    });

    it("a file of accepted findings that is invalid", async () => {
      await writeFile(join(folder, "accepted.json"), '[{ "code": "nope" }]');
      const ended = await runToy(["x", "--accept", join(folder, "accepted.json")], nothing);
      expect(ended.code).to.equal(2);
      expect(ended.stderr).to.include("accepted.json:1:12 [0].code").and.include("[0].reason is missing");
      expect(ended.stderr).to.not.include("nope");
    });
  });

  it("passes paths and options on", async () => {
    const accepted = [{ code: "condition", at: "a.xml", reason: "checked" }];
    await writeFile(join(folder, "accepted.json"), JSON.stringify(accepted));
    const { asked } = await runToy(
      [
        "x",
        "y",
        "--scope",
        "operation:orders/list",
        "--parameters",
        "p",
        "--overrides",
        "o",
        "--secrets",
        "s",
      ].concat(["--strict", "--accept", join(folder, "accepted.json")]),
      nothing,
    );
    const [{ paths, options } = { paths: [], options: {} }] = asked;
    expect(paths).to.deep.equal(["x", "y"]);
    expect(options).to.deep.include({
      scope: "operation:orders/list",
      parameters: "p",
      overrides: "o",
      secrets: "s",
      strict: true,
      accept: accepted,
    });
    expect((await runToy(["x"], nothing)).asked[0]!.options).to.have.all.keys("strict", "onProgress");
  });

  it("--help lists every option and fits a terminal", () => {
    for (const name of [
      "out",
      "scope",
      "parameters",
      "overrides",
      "secrets",
      "subscriptions",
      "requests",
      "accept",
    ])
      expect(importUsage).to.match(new RegExp(`^  --${name} [A-Z]+ `, "m"));
    for (const name of ["check", "strict", "force", "json", "version"])
      expect(importUsage).to.match(new RegExp(`^  --${name} +[a-z]`, "m"));
    for (const line of importUsage.split("\n")) expect(line.length, line).to.be.below(117);
  });
});
