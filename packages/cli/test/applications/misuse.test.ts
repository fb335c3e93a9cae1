import { expect } from "chai";
import { runHere } from "../run.js";
import { SHOPS, type Shop } from "./support/shop.js";

const ID = "7b0c9e11-2222-4333-8444-955566667777";
const NAME = "product-auth: ";

describe("product-auth applications: an invalid command ends with 2 and one line", function () {
  this.timeout(30_000);
  let shop: Shop;
  before(async function () {
    shop = await SHOPS["file"]!(this);
    await shop.run(["register", "--name", "x", "--product", "gold"]);
  });
  after(() => shop.remove());

  const register = ["register", "--name", "x", "--product", "gold"];
  const cases: readonly (readonly [words: readonly string[], line: RegExp])[] = [
    [[], /say what to do: list, show, register/],
    [["lst"], /there is no verb "lst"\. Did you mean list\?/],
    [["create"], /there is no verb "create"\. There are list/],
    [["list", "--ownr", "zoe"], /there is no option "--ownr"\. Did you mean --owner\?/],
    [["list", "--product", "gold"], /list takes no --product/],
    [["list", "--limit", "0"], /--limit is a whole number from 1/],
    [["list", "--limit", "5", "--all"], /either --limit or --all/],
    [["list", "--after", "5"], /--after is not a GUID/],
    [["list", "--owner", "a b"], /--owner has the wrong characters/],
    [["list", "--records-timeout", "61"], /--records-timeout is a whole number from 1 to 60/],
    [["list", "--schema", "x"], /--schema is for postgres/],
    [["list", "--records-env", "AZURE_TENANT_ID"], /either --records or --records-env/],
    [["show"], /show needs its ID: show ID/],
    [["show", "orders"], /ID is not a GUID/],
    [["show", ID, "--timeout", "0"], /--timeout is a whole number from 1 to 3600/],
    [["register"], /write the name of the application: --name/],
    [["register", "--name", "x".repeat(101), "--product", "gold"], /--name with 1 to 100 characters/],
    [[...register, "--description", "x".repeat(1001)], /--description has at most 1000/],
    [["register", "--name", "x"], /write what it is linked to: --product/],
    [[...register, "--product", "gold"], /--product names a product twice/],
    [["register", "--name", "x", "--product", "golt"], /no such product\. Did you mean gold\?/],
    [["register", "--name", "x", "--product", "__proto__"], /no such product\. It has gold, silver/],
    [
      ["register", "--name", "x", "--product", "pro"],
      /cannot use the product pro: it does not accept tokens/,
    ],
    [["register", "--name", "x", "--product", "open"], /the product open has no app role/],
    [[...register, "--operation", "a b"], /--operation has the wrong characters/],
    [[...register, "--client-id", ID], /--client-id is for --manual only/],
    [[...register, "--manual", "--client-id", "x", "--tenant", "t"], /--client-id is not a GUID/],
    [[...register, "--manual", "--managed-identity"], /either --manual or --managed-identity/],
    [[...register, "--token-url", "https://x"], /--token-url is for --manual only/],
    [[...register, "--manual", "--token-url", "x"], /--token-url is not an address/],
    [[...register, "--instance", "My_Portal"], /--instance has 1 to 40/],
    [[...register, "--tenant", "common"], /--tenant is not one tenant/],
    [["link", ID], /write the product: --product NAME/],
    [["approve", ID, "--product", "gold", "--product", "silver"], /approve takes one --product/],
    [["transfer", ID], /write the new owner: --owner/],
    [["transfer", ID, "--owner", "mia", "--remove-secrets"], /repeat the command with --yes/],
    [["new-secret", ID, "--days", "366"], /--days is a whole number from 1 to 365/],
    [["new-secret", ID, "--secret-file", ""], /--secret-file is empty/],
    [["new-secret", ID, "--secret-file", "/no/such/folder/x"], /--secret-file cannot be created \(ENOENT\)/],
    [["remove-secret", ID, "--yes"], /write which secret: --key-id ID/],
    [["remove-secret", ID, "--key-id", "x", "--yes"], /the id of the secret is not a GUID/],
    [["remove-secret", ID, "--key-id", ID], /repeat the command with --yes/],
    [["delete", ID], /repeat the command with --yes/],
    [["resume", "everything"], /JOB is not the id of a job/],
    [["complete"], /complete needs its JOB/],
    [["discard", `change-${ID}`], /repeat the command with --yes/],
    [["suspend", ID, "--audit", "/no/such/folder"], /--audit: ENOENT.*nothing was done/],
  ];
  for (const [words, line] of cases)
    it(words.join(" ").slice(0, 70) || "nothing at all", async () => {
      const { code, stdout, stderr, calls } = await shop.run(words);
      expect({ code, stdout, calls }, stderr).to.deep.equal({ code: 2, stdout: "", calls: 0 });
      const last = stderr.split("\n").at(-2) ?? "";
      expect(last).to.match(line);
      expect(last.startsWith(NAME), stderr).to.equal(true);
    });

  for (const [address, line] of [
    [undefined, /write where the applications are: --records file:/],
    ["redis://localhost", /not in Redis/],
    ["records.json", /of no known kind/],
    ["file:/no/such/records.json", /there is no file .*; the verb register makes it/],
    ["postgres://zoe:s3cret-words@127.0.0.1:1/x", /postgres:\/\/zoe:…@127\.0\.0\.1:1\/x: .*ECONNREFUSED/],
  ] as const)
    it(`--records ${address ?? "missing"}`, async () => {
      const args = ["applications", "list", ...(address === undefined ? [] : ["--records", address])];
      const { code, stdout, stderr } = await runHere(args);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.match(line).and.not.contain("s3cret-words");
    });

  it("a secret in the place of an id, a verb or a variable is not repeated", async () => {
    const secret = "abc8Q~Zf5r-not-to-be-repeated-x1";
    for (const words of [
      ["show", secret],
      [secret],
      [`--${secret}`],
      ["list", "--records-env", secret],
      ["remove-secret", ID, "--key-id", secret, "--yes"],
      ["resume", secret],
      [...register, "--operation", `${secret}~`],
      ["list", "--after", secret],
    ]) {
      const { code, stdout, stderr } = await shop.run(words);
      expect(code, words.join(" ")).to.equal(2);
      expect(stdout + stderr, words.join(" ")).not.to.contain(secret.slice(8));
    }
  });

  it("hostile names stay on their line, in text and in JSON", async () => {
    const name = "\u001b[2J\u202eevil\nname\u2028";
    const { stdout, stderr, code } = await shop.run(["register", "--name", name, "--product", "gold"]);
    expect(code).to.equal(0);
    expect(stdout).to.contain("?[2J?evil?name?");
    const json = await shop.run(["list", "--json"]);
    for (const text of [stdout, stderr, json.stdout])
      expect(text.replaceAll("\n", "")).not.to.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const { applications } = JSON.parse(json.stdout) as { applications: { displayName: string }[] };
    expect(applications.map(({ displayName }) => displayName)).to.include(name);
  });
});
