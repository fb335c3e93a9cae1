import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadImported } from "@product-auth/apim";
import { ConfigurationError, createProductAuth } from "@product-auth/core";
import { expect } from "chai";

const FILES = {
  "catalog.json": { products: { none: { accepts: ["key"] } }, apis: { a: { path: "a" } } } as unknown,
  "options.json": {} as unknown,
  "rules.json": { rules: [], held: [] } as unknown,
};
type Files = Partial<typeof FILES>;

describe("loadImported", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "loaded-"))));
  afterEach(() => rm(folder, { recursive: true }));

  async function load(files: Files, env: Readonly<Record<string, string>> = {}) {
    for (const [name, content] of Object.entries({ ...FILES, ...files }))
      await writeFile(
        join(folder, name),
        typeof content === "string" ? content : JSON.stringify(content, null, 1),
      );
    return loadImported(folder, env);
  }
  async function problems(files: Files, env?: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const error: unknown = await load(files, env).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(ConfigurationError);
    return (error as ConfigurationError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  const rule = (one: object, more: object = {}) => ({
    "rules.json": { rules: [{ at: "p.xml:1", place: { api: "a" }, rule: one, ...more }], held: [] },
  });
  const DENY = { kind: "deny", status: 403 };

  it("gives options that start as they are, without subscriptions", async () => {
    const options = await load({});
    expect(options.subscriptions).to.deep.equal([]);
    expect(createProductAuth(options).apis).to.deep.equal(["a"]);
  });
  it("lists what all variables of all files lack in one error", async () => {
    expect(
      await problems(
        {
          "catalog.json": { products: { none: { accepts: ["key"], displayName: "${env:A}" } }, apis: {} },
          "options.json": { tenantId: "${env:B}" },
          ...rule({ kind: "deny", status: "${env:C}" }),
        },
        { A: "" },
      ),
    ).to.deep.equal([
      "catalog.json:7:19 products.none.displayName: needs the variable A, which is empty",
      "options.json:2:14 tenantId: needs the variable B, which is not set",
      "rules.json:10:15 rules[0].rule.status: needs the variable C, which is not set",
    ]);
  });
  it("replaces variables in all files", async () => {
    const options = await load(
      {
        "catalog.json": {
          products: { none: { accepts: ["key"], displayName: "${env:A}" } },
          apis: { a: { path: "a" } },
        },
        "options.json": { tenantId: "${env:B}" },
        ...rule({ kind: "deny", status: "${env:C}" }),
      },
      { A: "None", B: "contoso.example", C: "451" },
    );
    expect([options.products["none"]!.displayName, options.tenantId]).to.deep.equal([
      "None",
      "contoso.example",
    ]);
    const policy = options.apis!["a"]!.custom![0]!;
    expect(policy.name).to.equal("deny-1");
    const call = { view: { method: "GET" }, access: {} } as Parameters<typeof policy.judge>[0];
    expect(policy.judge(call)).to.deep.include({ status: 451 });
  });
  it("needs an API: a catalog without one serves nothing", async () =>
    expect(
      await problems({ "catalog.json": { products: { none: { accepts: ["key"] } }, apis: {} } }),
    ).to.deep.equal(["catalog.json apis: is empty: every path would be answered 404"]));
  it("tells of files that do not exist", async () => {
    const error: unknown = await loadImported(folder, {}).catch((failure: unknown) => failure);
    expect((error as ConfigurationError).problems.map(({ message }) => message)).to.deep.equal([
      ...["does not exist", "does not exist", "does not exist"],
    ]);
  });
  it("quotes nothing of a file that is no JSON", async () =>
    expect(await problems({ "options.json": '{ "tenantId": s3cret }', "rules.json": "[" })).to.deep.equal([
      "options.json:1:15: is not valid JSON from this position on",
      "rules.json:1:2: is not valid JSON from this position on",
    ]));
  it("says once what is held, as a process warning", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    await load({
      "rules.json": { rules: [], held: [{ scope: "api:b", reason: "its rules\u001b[2J are not known" }] },
    });
    const { name, message } = await warned;
    expect([name, message.split("\n").slice(1)]).to.deep.equal([
      "ProductAuthImportWarning",
      ["api:b: its rules?[2J are not known"],
    ]);
  });

  const sound: Readonly<Record<string, readonly [rule: object, more?: object]>> = {
    "a denial": [DENY],
    "a denial of methods": [DENY, { methods: { not: true, methods: ["GET"] }, contexts: ["api"] }],
    "a claim": [{ kind: "claim", name: "roles", match: "any", values: ["a"], status: 403 }, { token: "t" }],
    "a header": [{ kind: "header", name: "x", values: [], ignoreCase: true, status: 400, message: "No." }],
    addresses: [{ kind: "ip", action: "allow", addresses: ["::ffff:192.0.2.1"], ranges: [["::1", "::2"]] }],
    "a key": [{ kind: "key", status: 401 }],
    "a product": [{ kind: "context", products: ["gold"], status: 403 }],
  };
  for (const [name, [one, more]] of Object.entries(sound))
    it(`accepts ${name}`, async () => {
      const options = await load(rule(one, more));
      expect(options.apis!["a"]!.custom).to.have.length(1);
    });

  const unsound: Readonly<Record<string, unknown>> = {
    "a list": [],
    "another member": { rules: [], held: [], more: 1 },
    "no rules": { held: [] },
    "no list of what is held": { rules: [] },
    "held without a reason": { rules: [], held: [{ scope: "api:b" }] },
    "a rule that is null": { rules: [null], held: [] },
  };
  for (const [name, content] of Object.entries(unsound))
    it(`refuses rules.json with ${name}`, async () =>
      expect(await problems({ "rules.json": content })).to.have.length(1));

  const options: Readonly<Record<string, unknown>> = {
    "a list": [],
    "issuers that are no list": { issuers: {} },
    "an issuer without a name": { issuers: [{ issuer: "https://a.example" }] },
    "an issuer that is null": { issuers: [null] },
  };
  for (const [name, content] of Object.entries(options))
    it(`refuses options.json with ${name}`, async () =>
      expect(await problems({ "options.json": content })).to.have.length(1));

  const wrong: Readonly<Record<string, readonly [rule: object, more?: object]>> = {
    "an unknown kind": [{ kind: "dney", status: 403 }],
    "a kind that the catalog expresses": [{ kind: "rate", calls: 3, period: 60, by: "ip" }],
    "an inherited kind": [{ kind: "constructor" }],
    "an unknown member": [{ ...DENY, unless: true }],
    "a status that admits": [{ kind: "deny", status: 200 }],
    "a header without a name": [{ kind: "header", values: [] }],
    "an address that is none": [{ kind: "ip", action: "allow", addresses: ["x"], ranges: [] }],
    "a range that ends before it begins": [
      { kind: "ip", action: "allow", addresses: [], ranges: [["192.0.2.9", "192.0.2.1"]] },
    ],
    "a range of two families": [
      { kind: "ip", action: "allow", addresses: [], ranges: [["192.0.2.9", "::1"]] },
    ],
    "an address with a zone": [{ kind: "ip", action: "allow", addresses: ["fe80::1%eth0"], ranges: [] }],
    "a range of three": [{ kind: "ip", action: "allow", addresses: [], ranges: [["::1", "::2", "::3"]] }],
    "a claim without its token": [{ kind: "claim", name: "roles", match: "any", status: 403 }],
    "a place of a product and an API": [DENY, { place: { product: "none", api: "a" } }],
    "an operation of no API": [DENY, { place: { operation: "x" } }],
    "an API that is not there": [DENY, { place: { api: "b" } }],
    "an operation that is not there": [DENY, { place: { api: "a", operation: "toString" } }],
    "a product that is not there": [DENY, { place: { product: "constructor" } }],
    "methods that are no list": [DENY, { methods: { not: true, methods: "GET" } }],
    "an unknown condition": [DENY, { unless: "x" }],
  };
  for (const [name, [one, more]] of Object.entries(wrong))
    it(`refuses a rule with ${name}`, async () => expect(await problems(rule(one, more))).to.have.length(1));
});
