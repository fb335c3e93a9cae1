import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding, Import } from "@product-auth/apim";
import { JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { digestKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { importUsage } from "#src/import/output/import-usage.js";
import { importWith, reportWith, runToy } from "./support/toy-import.js";

const lost: Finding = {
  severity: "lost",
  code: "condition",
  at: "apis/orders/policy.xml:9",
  element: "return-response",
  text: "The condition depends on a variable.",
};
const nothing = importWith({});

describe("product-auth import", () => {
  let folder: string;
  let out: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-import-"));
    out = join(folder, "out");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

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
      [["x", "--force"], "--force needs --out or --subscriptions, which write files."],
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

  it("--json prints the report alone", async () => {
    const report = reportWith({ exit: 1, findings: [lost] });
    const ended = await runToy(["x", "--json", "--out", out], importWith(report));
    expect(JSON.parse(ended.stdout)).to.deep.equal(report);
    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.match(/^.+out: wrote \.env\.example, IMPORT\.md.*\.\n$/);
  });

  describe("the text", () => {
    const text = async (report: Partial<Import["report"]>, columns?: number) =>
      (await runToy(["x"], importWith(report), columns === undefined ? {} : { columns })).stdout;

    it("has losses first, differences, accepted findings and notes, and the result last", async () => {
      const stdout = await text({
        findings: [
          { severity: "info", code: "unrelated", at: "a", text: "routes" },
          {
            severity: "difference",
            code: "client-ip",
            at: "policy.xml:8",
            element: "ip-filter",
            text: "An address.",
          },
          { ...lost, at: "policy.xml:2", accepted: true },
          lost,
          { ...lost, at: "b:1" },
        ],
        held: ["api:orders"],
        environment: ["TENANT_ID"],
      });
      expect(stdout.split("\n").filter((line) => /^[A-Z]/.test(line))).to.deep.equal([
        "LOST  condition: A rule under a condition",
        "DIFFERS  client-ip: The address of the caller behind a proxy",
        "ACCEPTED  condition: A rule under a condition",
        "NOTES  these guard nothing; --json and IMPORT.md list them",
        "Held, and so answered with 404:",
        "Environment variables to set:",
      ]);
      expect(stdout).to.include(
        "\n  apis/orders/policy.xml:9  return-response  The condition depends on a variable.\n" +
          "  b:1                       return-response  The condition depends on a variable.\n  To do: ",
      );
      expect(stdout).to.include("\n  docs/import-findings.md#condition\n");
      expect(stdout.trimEnd().split("\n").at(-1)).to.equal(
        "0 carried · 1 with a difference · 2 lost · 1 accepted · 1 API held",
      );
    });

    it("of an import without findings is one line", async () =>
      expect(await text({})).to.equal("0 carried · 0 with a difference · 0 lost · 0 APIs held\n"));

    it("fits the terminal where words allow it", async () => {
      const long = { ...lost, text: "word ".repeat(60).trim(), at: `${"folder/".repeat(12)}policy.xml:1` };
      for (const columns of [70, 100, 200]) {
        const lines = (await text({ findings: [lost, long] }, columns)).split("\n");
        for (const line of lines.filter((each) => !each.includes("folder/")))
          expect(line.length, line).to.be.at.most(columns);
      }
    });

    it("shows all losses, and of many others the first", async () => {
      const many = Array.from({ length: 50 }, (_, at) => ({ ...lost, at: `apis/${at}/policy.xml:1` }));
      const differences = many.map((one) => ({ ...one, severity: "difference", code: "client-ip" }) as const);
      const stdout = await text({ findings: [...many, ...differences] });
      expect(stdout.match(/^ {2}apis\//gm)).to.have.length(50 + 20);
      expect(stdout).to.include("\n  … and 30 more; --json and IMPORT.md list them\n  To do: ");
    });

    it("names what the catalog leaves out besides, and counts it", async () => {
      const leftOut = [{ scope: "api:orders", reason: "its limit has no place" }];
      expect((await runToy(["x"], nothing, { leftOut })).stdout).to.equal(
        "Left out of the catalog as well, and so answered with 404:\n  api:orders: its limit has no place\n\n" +
          "0 carried · 0 with a difference · 0 lost · 0 APIs held · 1 left out\n",
      );
    });

    it("shows a text of the input as it is harmless, with --json too", async () => {
      const hostile = "a\u001B[2J\u202E\nb\r\u009B1m\u0007";
      const report = {
        findings: [{ ...lost, at: hostile, element: hostile, text: hostile }],
        held: [`api:${hostile}`],
      };
      for (const flags of [[], ["--json"]]) {
        const { stdout } = await runToy(["x", ...flags], importWith(report));
        expect(stdout).to.not.match(/(?!\n)[\p{Cc}\p{Cf}]/u);
      }
      expect((await runToy(["x"], new Error(hostile))).stderr).to.match(/^[^\p{Cc}\p{Cf}]+\n$/u);
    });
  });

  it("shows progress on a terminal above 200 files only, and clears it", async () => {
    for (const [files, isTTY, shown] of [
      [1000, true, true],
      [200, true, false],
      [1000, false, false],
    ] as const) {
      const { stderr } = await runToy(["x"], nothing, { files, isTTY });
      expect(stderr !== "", `${files}`).to.equal(shown);
      if (shown) expect(stderr).to.match(/^\rReading files: 0 % of 1000.*\r {20,}\r$/s);
      expect(stderr.length).to.be.below(5000);
    }
  });

  describe("--out and --check", () => {
    it("writes, changes nothing the second time, and finds drift with 3", async () => {
      expect((await runToy(["x", "--out", out, "--check"], nothing)).code).to.equal(3);
      expect(await readdir(folder)).to.deep.equal([]);
      const first = await runToy(["x", "--out", out], nothing);
      expect(first.stdout).to.match(/out: wrote \.env\.example, IMPORT\.md.*\.\n\n0 carried/);
      const before = await stat(join(out, "IMPORT.md"));
      expect((await runToy(["x", "--out", out], nothing)).stdout).to.include("out is up to date.");
      expect((await stat(join(out, "IMPORT.md"))).mtimeMs).to.equal(before.mtimeMs);
      const same = await runToy(["x", "--out", out, "--check"], nothing);
      expect(same).to.include({ code: 0 });
      expect(same.stdout).to.include("out has what the import would write.");
      const changed = importWith({ environment: ["A"] });
      const drift = await runToy(["x", "--out", out, "--check", "--json"], changed);
      expect(drift.code).to.equal(3);
      expect(drift.stderr).to.match(
        /the import would replace \.env\.example\.\n.*would replace IMPORT\.md\.\n$/,
      );
      expect(await readFile(join(out, ".env.example"), "utf8")).to.not.include("A=");
    });

    it("ends with 1 rather than 3 when something is lost", async () => {
      const imported = importWith({ exit: 1, findings: [lost] });
      expect((await runToy(["x", "--out", out, "--check"], imported)).code).to.equal(1);
      expect((await runToy(["x", "--out", out], imported)).code).to.equal(1);
      expect(await readdir(out)).to.include("IMPORT.md");
    });

    it("keeps an edited file, names it, and replaces it with --force", async () => {
      await runToy(["x", "--out", out], nothing);
      await writeFile(join(out, ".env.example"), "mine");
      expect((await runToy(["x", "--out", out, "--check"], nothing)).code).to.equal(3);
      const changed = importWith({ environment: ["A"] });
      const refused = await runToy(["x", "--out", out], changed);
      expect(refused).to.include({ code: 2, stdout: "" });
      expect(refused.stderr).to.include(".env.example was edited").and.include("--force");
      expect(await readFile(join(out, ".env.example"), "utf8")).to.equal("mine");
      expect((await runToy(["x", "--out", out, "--force"], changed)).code).to.equal(0);
      expect(await readFile(join(out, ".env.example"), "utf8")).to.equal("A=\n");
    });

    it("ends with 2 where it cannot write", async () => {
      await writeFile(out, "a file");
      const { code, stdout, stderr } = await runToy(["x", "--out", out], nothing);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.include("--out: ");
    });
  });

  describe("--subscriptions", () => {
    const subscriptions: Import["configuration"]["subscriptions"] = [
      {
        id: "s1",
        displayName: "One",
        scope: "/products/gold",
        state: "active",
        owner: "user-42",
        startDate: "2026-01-31T00:00:00Z",
        keys: "present",
      },
      { id: "s2", scope: "/apis", state: "of the future", keys: "present" },
      { id: "s3", scope: "/", state: "active", keys: "absent" },
    ];
    const keys = new Map([
      ["s1", { primaryKey: "first-key-0123456789abcdef", secondaryKey: "second-key-0123456789abcdef" }],
      ["s2", { primaryKey: "third-key-0123456789abcdef" }],
    ]);
    const withKeys = importWith({}, { subscriptions }, keys);
    let path: string;
    beforeEach(() => void (path = join(folder, "subscriptions.json")));
    const run = (imported: Import, ...flags: string[]) =>
      runToy(["x", "--subscriptions", path, ...flags], imported);

    it("writes those whose keys are known, as digests, in a file that only its owner reads", async () => {
      const ended = await run(withKeys);
      expect(ended.code).to.equal(0);
      expect(ended.stdout).to.include("subscriptions.json: 2 subscriptions written.");
      if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).to.equal(0o600);
      const text = await readFile(path, "utf8");
      for (const all of [text, ended.stdout, ended.stderr]) expect(all).to.not.include("-key-0123456789");
      const store = await JsonFileSubscriptionRepository.open(path);
      const found = store.findByKeyDigest(digestKey("second-key-0123456789abcdef"));
      expect(found).to.include({ id: "s1", scope: "/products/gold", state: "active", ownerId: "user-42" });
      expect(found?.startDate).to.equal(Date.UTC(2026, 0, 31));
      expect(store.findByKeyDigest(digestKey("third-key-0123456789abcdef"))?.state).to.equal("submitted");
      expect(await store.get("s3")).to.equal(undefined);
      await store.close();
    });

    it("leaves the same file as it is, also after a day, and replaces another with --force only", async () => {
      await run(withKeys);
      const before = await readFile(path, "utf8");
      expect((await run(withKeys)).stdout).to.include("has the 2 subscriptions already.");
      expect(await readFile(path, "utf8")).to.equal(before);
      const fewer = importWith({}, { subscriptions: subscriptions.slice(0, 1) }, keys);
      const refused = await run(fewer, "--out", out);
      expect(refused).to.include({ code: 2, stdout: "" });
      expect(await readdir(folder)).to.deep.equal(["subscriptions.json"]);
      expect((await run(fewer, "--force")).code).to.equal(0);
      expect(
        (JSON.parse(await readFile(path, "utf8")) as { subscriptions: unknown[] }).subscriptions,
      ).to.have.length(1);
      await writeFile(path, "{}");
      expect((await run(withKeys)).code).to.equal(2);
      expect((await run(withKeys, "--force")).code).to.equal(0);
    });

    it("writes nothing without keys", async () => {
      const ended = await run(importWith({}, { subscriptions }));
      expect(ended.stdout).to.include("No keys are known");
      expect(await readdir(folder)).to.deep.equal([]);
    });

    it("refuses a key of two subscriptions, a key of no length and an invalid date, without showing them", async () => {
      const key = "first-key-0123456789abcdef";
      const [one, two] = subscriptions;
      for (const [imported, line] of [
        [
          importWith({}, { subscriptions }, new Map([...keys, ["s2", { primaryKey: key }]])),
          "the subscriptions s1 and s2 have the same key.",
        ],
        [
          importWith({}, { subscriptions }, new Map([["s1", { primaryKey: "" }]])),
          "the primary key of the subscription s1 does not have 1 to 256 characters.",
        ],
        [
          importWith({}, { subscriptions: [{ ...one!, endDate: "soon" }, two!] }, keys),
          "a date of the subscription s1 is not of the form 2026-11-30T08:00:00Z.",
        ],
      ] as const)
        expect(await run(imported)).to.include({ code: 2, stdout: "", stderr: `product-auth: ${line}\n` });
      expect(await readdir(folder)).to.deep.equal([]);
    });
  });

  it("--help lists every option and fits a terminal", () => {
    for (const name of ["out", "scope", "parameters", "overrides", "secrets", "subscriptions", "accept"])
      expect(importUsage).to.match(new RegExp(`^  --${name} [A-Z]+ `, "m"));
    for (const name of ["check", "strict", "force", "json", "version"])
      expect(importUsage).to.match(new RegExp(`^  --${name} +[a-z]`, "m"));
    for (const line of importUsage.split("\n")) expect(line.length, line).to.be.below(117);
  });
});
