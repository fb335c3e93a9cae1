import { expect } from "chai";
import { doctor, newFolder, write } from "./run-doctor.js";

describe("doctor: what it does not run with", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    folder = await newFolder();
    await write(folder.path, "catalog.json", { products: { gold: { audience: "api://gold" } } });
    await write(folder.path, "broken.json", "{ not json");
    await write(folder.path, "variable.json", { products: { gold: { audience: "${env:GOLD_AUDIENCE}" } } });
    await write(folder.path, "wrong.json", { products: { gold: { acepts: ["token"] } } });
  });
  after(() => folder.remove());

  const SECRET = "s3cret-that-was-typed-by-mistake";
  for (const [title, args, expected] of [
    ["no catalog", [], "write the path of a catalog or of a module"],
    ["two catalogs", ["catalog.json", "b.json"], "takes one CATALOG or MODULE"],
    ["an unknown option", ["catalog.json", "--timout", "1"], "Did you mean --timeout?"],
    ["an option twice", ["catalog.json", "--tenant", "a", "--tenant", "b"], "give --tenant once"],
    ["a timeout that is none", ["catalog.json", "--timeout", "0"], "from 1 to 300"],
    ["a client without a secret", ["catalog.json", "--client-id", "x"], "--client-secret-env NAME"],
    ["a secret without a client", ["catalog.json", "--client-secret-env", "X"], "needs --client-id"],
    [
      "a secret in place of a variable",
      ["catalog.json", "--client-id", "99998888-7777-6666-5555-444433332222", "--client-secret-env", SECRET],
      "the name of a variable, not the secret",
    ],
    ["no tenant", ["catalog.json"], "--tenant ID"],
    ["a file that is missing", ["none.json", "--tenant", "contoso.example"], "none.json: does not exist"],
    ["a file that is no JSON", ["broken.json"], "is not valid JSON"],
    [
      "a variable that is not set",
      ["variable.json", "--tenant", "contoso.example"],
      "products.gold.audience: needs the variable GOLD_AUDIENCE, which is not set",
    ],
    ["a catalog that core refuses", ["wrong.json", "--tenant", "contoso.example"], "acepts"],
  ] as const)
    it(title, async () => {
      const { code, stdout, stderr } = await doctor(folder.path, args, { AZURE_TENANT_ID: "" });
      expect(code).to.equal(2);
      expect(stdout).to.equal("");
      expect(stderr).to.contain(expected);
      expect(stderr).not.to.contain(SECRET);
      const json = await doctor(folder.path, [...args, "--json"], { AZURE_TENANT_ID: "" });
      expect(JSON.parse(json.stdout)).to.deep.include({ doctor: 1, exit: 2 });
    });

  it("tells --help and --version", async () => {
    const help = await doctor(folder.path, ["--help"]);
    expect(help.code).to.equal(0);
    expect(help.stdout).to.match(/^Usage: product-auth doctor CATALOG/);
    for (const line of help.stdout.split("\n")) expect(line.length).to.be.below(121);
    expect((await doctor(folder.path, ["--version"])).stdout).to.match(/^\d+\.\d+/);
  });
});
