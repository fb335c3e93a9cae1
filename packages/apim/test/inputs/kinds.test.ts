import { expect } from "chai";
import { join } from "node:path";
import { readInputs } from "#src/inputs/read-inputs.js";
import { InputError } from "#src/files/input-error.js";
import { isPolicyText } from "#src/inputs/policies/first-element.js";
import {
  id,
  listed,
  named,
  POLICY,
  readFiles,
  refusal,
  withFolder,
  type Files,
} from "./support/written-folder.js";

const TEMPLATE = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  resources: [
    {
      type: "Microsoft.ApiManagement/service/products",
      name: "svc/gold",
      properties: { displayName: "Gold" },
    },
  ],
};
const STATE = {
  terraform_version: "1.9.0",
  values: {
    root_module: {
      resources: [
        { mode: "managed", type: "azurerm_api_management_product", values: { product_id: "gold" } },
      ],
    },
  },
};

describe("kinds of inputs", () => {
  const policies: readonly string[] = [
    POLICY,
    "\n<?xml version='1.0'?>\n<!-- a -- b -->\n<fragment/>",
    "<inbound>",
    "<on-error />",
    "%{ if x }<policies>",
    "<!DOCTYPE policies [<!ENTITY a 'b'>]><policies>",
    "<!doctype policies><policies >",
  ];
  for (const text of policies)
    it(`a policy document: ${text.trim()}`, () => expect(isPolicyText(text)).to.equal(true));

  const others: readonly string[] = [
    "",
    "<",
    "<policiesx>",
    "<html><policies>",
    "x <policies>",
    "<!-- <policies>",
    "<?xml",
    "%{",
    "{}",
  ];
  for (const text of others)
    it(`no policy document: ${text}`, () => expect(isPolicyText(text)).to.equal(false));

  it("are told apart by content, whatever the file is called", async () => {
    const reading = await readFiles({
      "policy.cshtml": POLICY,
      "policy.xml.tftpl": POLICY,
      "template.txt": TEMPLATE,
      "answer.out": { id: id("apis/a"), properties: {} },
      "state.bak": { ...STATE, values: { root_module: { resources: [] } } },
      "package.json": { name: "x" },
      "page.html": "<html></html>",
      "image.png": new Uint8Array([0x89, 0x50]),
    });
    expect(reading.documents.map(({ source, scope }) => [source, scope])).to.deep.equal([
      ["policy.cshtml", "document"],
      ["policy.xml.tftpl", "document"],
    ]);
    expect(named(reading)).to.deep.equal(["apis a", "products gold"]);
    expect(listed(reading)).to.deep.equal([]);
  });

  it("include the file of a state as Terraform stores it", async () => {
    const instances = [{ attributes: { product_id: "gold" } }];
    const resources = [{ mode: "managed", type: "azurerm_api_management_product", instances }];
    const stored = { version: 4, terraform_version: "1.9.0", resources };
    expect(named(await readFiles({ "terraform.tfstate": stored }))).to.deep.equal(["products gold"]);
  });

  it("include templates with comments, and hold everything for one that is broken", async () => {
    const commented = JSON.stringify(TEMPLATE, null, 1).replace('"resources"', '/* all */ "resources" ');
    expect(named(await readFiles({ "main.json": `// a comment\n${commented}` }))).to.deep.equal([
      "products gold",
    ]);
    const { findings } = await readFiles({ "main.json": JSON.stringify(TEMPLATE).slice(0, -1) });
    expect(findings.map(({ code, holds }) => [code, holds])).to.deep.equal([["unreadable", ["global"]]]);
  });

  it("include templates and states", async () => {
    expect(named(await readFiles({ "main.json": TEMPLATE }))).to.deep.equal(["products gold"]);
    expect(named(await readFiles({ "state.json": STATE }))).to.deep.equal(["products gold"]);
  });

  it("give the one policy document the scope of the options", async () => {
    const { documents } = await readFiles({ "p.xml": POLICY }, { scope: "product:gold" });
    expect(documents[0]?.scope).to.equal("product:gold");
  });

  it("find a file that is named itself, with its name as place", () =>
    withFolder({ "a/b/p.xml": POLICY }, async (folder) => {
      const { documents } = await readInputs([join(folder, "a/b/p.xml")]);
      expect(documents[0]?.source).to.equal("p.xml");
    }));

  it("are refused with advice where another tool must compile them", () =>
    withFolder({ "main.bicep": "param x string", "main.tf": "resource {}" }, async (folder) => {
      for (const [path, advice] of [
        ["main.bicep", "az bicep build"],
        ["main.tf", "terraform show -json"],
        ["", "az bicep build"],
      ] as const) {
        const error = await refusal(readInputs([join(folder, path)]));
        expect(error).to.be.instanceOf(InputError);
        expect(error.fix).to.include(advice);
      }
    }));

  it("say that sources beside what was read were passed over", async () =>
    expect(
      listed(await readFiles({ "main.bicep": "x", "other.bicep": "y", "main.json": TEMPLATE })),
    ).to.deep.equal(["info source-skipped main.bicep"]));

  const refused: readonly (readonly [what: string, files: Files, path: string])[] = [
    ["a folder with nothing of a known kind", { "a.txt": "text", "b.json": {} }, ""],
    ["an empty folder", { "a/b": "" }, ""],
    ["a file of no known kind", { "a.json": "[]" }, "a.json"],
    ["broken JSON that could be anything", { "a.json": "{" }, "a.json"],
    ["a path that is not there", {}, "gone"],
  ];
  for (const [what, files, path] of refused)
    it(`${what}: refused`, () =>
      withFolder(files, async (folder) => {
        const error = await refusal(readInputs([join(folder, path)]));
        expect(error).to.be.instanceOf(InputError).with.property("code", "PRODUCT_AUTH_IMPORT_INPUT");
      }));

  it("without any path are refused", async () =>
    expect(await refusal(readInputs([]))).to.be.instanceOf(InputError));

  it("with a scope for several documents, or for none, are refused", async () => {
    const two = readFiles({ "a.xml": POLICY, "b.xml": POLICY }, { scope: "api:a" });
    expect(await refusal(two)).to.be.instanceOf(InputError);
    const none = readFiles({ "a.json": { id: id("apis/a"), properties: {} } }, { scope: "api:a" });
    expect(await refusal(none)).to.be.instanceOf(InputError);
  });

  it("broken where a sign of a known kind is in them are findings with line and column", async () => {
    const reading = await readFiles({ "a.json": '{\n  "terraform_version": }', "p.xml": POLICY });
    expect(listed(reading)).to.deep.equal(["lost unreadable a.json:2"]);
    expect(reading.findings[0]?.text).to.include("column 24");
  });
});

describe("several inputs", () => {
  it("keep their places, relative to each", () =>
    withFolder({ "a/one.xml": POLICY, "b/two.xml": POLICY }, async (folder) => {
      const { documents } = await readInputs([join(folder, "a"), join(folder, "b/two.xml")]);
      expect(documents.map(({ source }) => source)).to.deep.equal(["one.xml", "two.xml"]);
    }));

  it("with files of one name get the names of their folders in front", () =>
    withFolder({ "a/x/p.xml": POLICY, "b/x/p.xml": POLICY, "b/y/q.xml": POLICY }, async (folder) => {
      const { documents } = await readInputs(["a/x", "b/x", "b/y"].map((path) => join(folder, path)));
      expect(documents.map(({ source }) => source)).to.deep.equal(["x/p.xml", "x-2/p.xml", "y/q.xml"]);
    }));

  it("that overlap are read once", () =>
    withFolder({ "a/p.xml": POLICY }, async (folder) => {
      const { documents } = await readInputs(["a", "a/p.xml", "", "a"].map((path) => join(folder, path)));
      expect(documents).to.have.length(1);
    }));
});

describe("files that templates link to", () => {
  const linking = (name: string): unknown => ({
    ...TEMPLATE,
    resources: [
      {
        type: "Microsoft.ApiManagement/service/apis/policies",
        name: "svc/a/policy",
        properties: { format: "rawxml-link", value: `https://files.example/${name}` },
      },
    ],
  });

  it("are no inputs by themselves", async () => {
    const reading = await readFiles({ "t/main.json": linking("p.xml"), "t/deep/p.xml": POLICY });
    expect(reading.documents).to.deep.equal([]);
    expect(reading.resources.map(({ at }) => at)).to.deep.equal(["t/deep/p.xml"]);
  });

  it("are not looked for above the template, nor guessed among two", async () => {
    const above = await readFiles({ "t/main.json": linking("p.xml"), "p.xml": POLICY });
    expect(listed(above)).to.deep.equal(["lost policy-link t/main.json#api:a"]);
    const two = await readFiles({ "main.json": linking("p.xml"), "a/p.xml": POLICY, "b/p.xml": POLICY });
    expect(listed(two)).to.deep.equal(["lost policy-link main.json#api:a"]);
  });
});
