import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { runHere, runOnceAsProgram } from "../run.js";

const artifacts = fileURLToPath(new URL("../../../apim/test/page/apimartifacts", import.meta.url));

const catalog = {
  products: { gold: { accepts: ["key"], rateLimit: { calls: 5, renewalPeriod: 60 } } },
  apis: {
    orders: {
      ...{ path: "orders", products: ["gold"] },
      operations: { list: { method: "GET", urlTemplate: "/" } },
    },
  },
};
const hourly = { gold: { accepts: ["key"], rateLimit: { calls: 5, renewalPeriod: 3600 } } };

describe("product-auth export", function () {
  this.timeout(30_000); // processes
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), "product-auth-export-"));
    await writeFile(join(cwd, "catalog.json"), JSON.stringify(catalog));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));
  const run = (...args: string[]) => runHere(["export", ...args], { cwd });

  it("writes a folder, finds it up to date, and finds drift with 3", async () => {
    const written = await runOnceAsProgram(["export"], ["export", "catalog.json", "--out", "apim"], { cwd });
    expect(written).to.deep.equal({
      code: 0,
      stdout: "apim: 7 files written.\n\n7 files · 0 differences · 0 closed\n",
      stderr: "",
    });
    expect(await readFile(join(cwd, "apim/products/gold/policy.xml"), "utf8")).to.include(
      '<rate-limit calls="5" renewal-period="60" />',
    );
    expect((await run("catalog.json", "--out", "apim")).stdout).to.match(/^apim is up to date\.\n/);
    expect((await run("catalog.json", "--out", "apim", "--check")).code).to.equal(0);
    await writeFile(join(cwd, "catalog.json"), JSON.stringify({ products: catalog.products }));
    const drift = await run("catalog.json", "--out", "apim", "--check");
    expect(drift.code).to.equal(3);
    expect(drift.stdout).to.include("the export would remove apis/orders/apiInformation.json");
    const less = await run("catalog.json", "--out", "apim");
    expect(less).to.include({ code: 0, stderr: "" });
    expect(less.stdout).to.match(/^apim: 3 files removed\.\n/);
    expect((await readdir(join(cwd, "apim"))).sort()).to.deep.equal([".import.json", "products"]);
  });

  it("closes what the gateway cannot enforce, shows it, and ends with 1", async () => {
    await writeFile(join(cwd, "catalog.json"), JSON.stringify({ ...catalog, products: hourly }));
    const { code, stdout } = await run("catalog.json", "--out", "apim");
    expect(code).to.equal(1);
    expect(stdout).to.match(
      /^LOST {2}export-policy: The gateway cannot enforce a policy\n {2}products\.gold\.rateLimit/,
    );
    expect(stdout)
      .to.match(/docs\/export\.md#export-policy\n/)
      .and.match(/ · 1 closed\n$/);
    expect(await readFile(join(cwd, "apim/products/gold/policy.xml"), "utf8")).to.include(
      '<set-status code="403" reason="Forbidden" />',
    );
  });

  it("prints one JSON document, and writes nothing without --out", async () => {
    await writeFile(join(cwd, "catalog.json"), JSON.stringify({ ...catalog, products: hourly }));
    const { code, stdout, stderr } = await run("catalog.json", "--json");
    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: "" });
    const { files, findings, ...others } = JSON.parse(stdout) as {
      readonly files: readonly string[];
      readonly findings: readonly { readonly severity: string; readonly code: string; readonly at: string }[];
    };
    expect(others).to.deep.equal({ export: 1, exit: 1 });
    expect(files).to.include("apis/orders/specification.json");
    expect(findings.map(({ severity, code: which, at }) => [severity, which, at])).to.deep.equal([
      ["lost", "export-policy", "products.gold.rateLimit"],
    ]);
    expect(await readdir(cwd)).to.deep.equal(["catalog.json"]);
  });

  it("reads the folder of an import, and options of another file", async () => {
    await cp(artifacts, join(cwd, "apimartifacts"), { recursive: true });
    await runHere(["import", "apimartifacts", "--out", "imported"], { cwd });
    const { code, stdout } = await run("imported", "--out", "apim");
    expect(code, stdout).to.be.oneOf([0, 1]);
    expect(await readdir(join(cwd, "apim"))).to.include("apis");
    await writeFile(join(cwd, "options.json"), '{ "issuers": [7] }');
    const wrong = await run("imported", "--options", "options.json");
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.match(/^product-auth: options\.issuers\[0\] is not an issuer with a name/);
  });

  it("keeps edited files, and never removes those of an import", async () => {
    await run("catalog.json", "--out", "apim");
    await writeFile(join(cwd, "apim/products/gold/policy.xml"), "mine");
    const edited = await run("catalog.json", "--out", "apim");
    expect(edited.code).to.equal(2);
    expect(edited.stderr).to.include("products/gold/policy.xml was edited").and.include("--force");
    expect((await run("catalog.json", "--out", "apim", "--force")).code).to.equal(0);
    await mkdir(join(cwd, "imported"));
    await writeFile(join(cwd, "imported/catalog.json"), JSON.stringify(catalog));
    for (const out of ["imported", "imported/apim"])
      expect((await run("imported", "--out", out)).stderr).to.match(
        /^product-auth: --out lies in the folder/,
      );
    expect((await run("catalog.json", "--out", "imported")).stderr).to.match(/^product-auth: --out has a/);
  });

  for (const [what, args, message] of [
    ["no catalog", [], "write one catalog"],
    ["two catalogs", ["a", "b"], "write one catalog"],
    ["a file that does not exist", ["none.json"], "the catalog cannot be read (ENOENT)"],
    ["a folder without a catalog", ["."], "the folder has no catalog.json"],
    ["a misspelt option", ["catalog.json", "--otu", "x"], 'there is no option "--otu". Did you mean --out?'],
    ["--check without --out", ["catalog.json", "--check"], "--check needs --out"],
    ["--force without --out", ["catalog.json", "--force"], "--force needs --out"],
    ["both", ["catalog.json", "--out", "x", "--check", "--force"], "--check writes nothing"],
    ["an option twice", ["catalog.json", "--out", "x", "--out", "y"], "give --out once"],
    ["an empty option", ["catalog.json", "--out", ""], "--out is empty"],
    ["a catalog with rules beside it", ["imported/catalog.json"], "write the path of the folder"],
    ["broken JSON", ["broken.json"], "broken.json:1:"],
    ["an invalid catalog", ["invalid.json"], "products.gold.accepts[0]"],
  ] as const)
    it(`ends with 2 for ${what}, and writes nothing`, async () => {
      if (args[0] === ".") await rm(join(cwd, "catalog.json"));
      await writeFile(join(cwd, "broken.json"), "{");
      await writeFile(join(cwd, "invalid.json"), '{ "products": { "gold": { "accepts": ["keys"] } } }');
      await mkdir(join(cwd, "imported"));
      for (const name of ["catalog.json", "rules.json"]) await writeFile(join(cwd, "imported", name), "{}");
      const before = await readdir(cwd);
      const { code, stdout, stderr } = await run(...args);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.include(message);
      expect(await readdir(cwd)).to.deep.equal(before);
    });

  it("has help and a version", async () => {
    expect((await run("--help")).stdout).to.match(/^Usage: product-auth export CATALOG/);
    expect((await run("--version")).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });
});
