import { expect } from "chai";
import { listed, named, POLICY, readFiles, settleFiles } from "./support/written-folder.js";

const API = { properties: { path: "orders" } };
const PRODUCT = { properties: { displayName: "Gold", state: "published" } };

describe("folders of APIOps", () => {
  const rows: readonly (readonly [
    what: string,
    files: Record<string, unknown>,
    resources: readonly string[],
  ])[] = [
    [
      "the policy of the service",
      { "apis/a/apiInformation.json": API, "policy.xml": POLICY },
      ["apis a", "policies policy"],
    ],
    [
      "a product with its policy",
      { "products/gold/productInformation.json": PRODUCT, "products/gold/policy.xml": POLICY },
      ["products gold", "products/policies gold/policy"],
    ],
    [
      "a list of APIs (version 5)",
      { "products/gold/apis.json": [{ name: "a" }, "b", { no: 1 }] },
      ["products/apis gold/a", "products/apis gold/b"],
    ],
    [
      "a folder for each API (versions 6 and 7)",
      { "products/gold/apis/a/productApiInformation.json": "" },
      ["products/apis gold/a"],
    ],
    [
      "groups in both forms",
      {
        "products/gold/productInformation.json": PRODUCT,
        "products/gold/groups.json": [{ name: "g" }],
        "products/gold/groups/h/productGroupInformation.json": {},
      },
      ["products gold", "products/groups gold/g", "products/groups gold/h"],
    ],
    [
      "an API with documents of itself, an operation and a resolver",
      {
        "apis/a/apiInformation.json": API,
        "apis/a/policy.xml": POLICY,
        "apis/a/operations/one/policy.xml": POLICY,
        "apis/a/resolvers/field/policy.xml": "<http-data-source />",
      },
      [
        "apis a",
        "apis/operations/policies a/one/policy",
        "apis/policies a/policy",
        "apis/resolvers/policies a/field/policy",
      ],
    ],
    [
      "operations of a specification, less those that have their own file (apiops-cli)",
      {
        "apis/a/apiInformation.json": API,
        "apis/a/specification.yaml":
          "openapi: 3.0.1\npaths:\n  /x:\n    get: {operationId: One}\n    put: {operationId: two}\n",
        "apis/a/operations/one/operationInformation.json": {
          properties: { method: "POST", urlTemplate: "/y" },
        },
      },
      ["apis a", "apis/operations a/one", "apis/operations a/two"],
    ],
    ...["named values", "namedValues"].map(
      (folder) =>
        [
          `${folder}/`,
          { [`${folder}/n/namedValueInformation.json`]: { properties: { value: "v" } } },
          ["namedValues n"],
        ] as const,
    ),
    ...["version sets", "versionSets"].map(
      (folder) =>
        [
          `${folder}/`,
          { [`${folder}/v/versionSetInformation.json`]: { properties: {} } },
          ["apiVersionSets v"],
        ] as const,
    ),
    [
      "version sets of the first extractors",
      { "version sets/v/apiVersionSetInformation.json": { properties: {} } },
      ["apiVersionSets v"],
    ],
    [
      "a fragment beside its information (versions 5 to 7)",
      {
        "policy fragments/f/policyFragmentInformation.json": {
          properties: { description: "d", value: "other" },
        },
        "policy fragments/f/policy.xml": "<fragment />",
      },
      ["policyFragments f"],
    ],
    [
      "a fragment in its information (apiops-cli)",
      { "policyFragments/f/policyFragmentInformation.json": { properties: { value: "<fragment />" } } },
      ["policyFragments f"],
    ],
    [
      "a subscription",
      { "subscriptions/s/subscriptionInformation.json": { properties: { scope: "/apis" } } },
      ["subscriptions s"],
    ],
  ];

  for (const [what, files, resources] of rows)
    it(`hold ${what}`, async () => expect(named(await readFiles(files))).to.deep.equal(resources));

  it("are found below the input, several of them as well", async () => {
    const reading = await readFiles({
      "deploy/artifacts/apis/a/apiInformation.json": API,
      "deploy/artifacts/policy.xml": POLICY,
      "other/apis/b/apiInformation.json": API,
    });
    expect(reading.resources.map(({ at }) => at).sort()).to.deep.equal([
      "deploy/artifacts/apis/a/apiInformation.json",
      "deploy/artifacts/policy.xml",
      "other/apis/b/apiInformation.json",
    ]);
  });

  it("lose a fragment whose two texts differ", async () => {
    const both = async (value: string) => {
      const { findings } = await settleFiles({
        "policyFragments/f/policyFragmentInformation.json": { properties: { format: "rawxml", value } },
        "policyFragments/f/policy.xml": "<fragment>\r\n</fragment>\r\n",
      });
      return findings.map(({ severity, code, holds }) => [severity, code, holds]);
    };
    expect(await both("<fragment>\n</fragment>")).to.deep.equal([]);
    expect(await both("<fragment />")).to.deep.equal([["lost", "duplicate", ["fragment:f"]]]);
  });

  it("place the text of a fragment in its information", async () => {
    const { documents } = await settleFiles({
      "policyFragments/f/policyFragmentInformation.json": { properties: { value: "<fragment />" } },
    });
    expect(documents).to.deep.equal([
      {
        scope: "fragment:f",
        source: "policyFragments/f/policyFragmentInformation.json#fragment:f",
        text: "<fragment />",
      },
    ]);
  });

  it("of two generations side by side are read together", async () => {
    const configuration = await settleFiles({
      "apis/a/apiInformation.json": API,
      "apis/b/apiInformation.json": { properties: { path: "b" } },
      "products/gold/productInformation.json": PRODUCT,
      "products/gold/apis.json": [{ name: "a" }],
      "products/gold/apis/a/productApiInformation.json": {},
      "products/gold/apis/b/productApiInformation.json": {},
      "named values/n/namedValueInformation.json": { properties: { displayName: "n", value: "v" } },
      "namedValues/n/namedValueInformation.json": { properties: { value: "v", displayName: "n" } },
    });
    expect(configuration.apis.map(({ products }) => products)).to.deep.equal([["gold"], ["gold"]]);
    expect(configuration.namedValues).to.have.length(1);
    expect(configuration.findings.filter(({ severity }) => severity !== "info")).to.deep.equal([]);
  });

  it("hold other documents as well, which nothing passes over in silence", async () => {
    const reading = await readFiles({ "apis/a/apiInformation.json": API, "apis/a/inbound.cshtml": POLICY });
    expect(reading.documents.map(({ source }) => source)).to.deep.equal(["apis/a/inbound.cshtml"]);
  });

  it("lose workspaces loudly", async () => {
    const reading = await readFiles({
      "workspaces/w/apis/a/apiInformation.json": API,
      "workspaces/w/policy.xml": POLICY,
      "products/gold/apis.json": [{ name: "a", scope: "workspace" }],
    });
    expect(named(reading)).to.deep.equal([]);
    expect(listed(reading)).to.deep.equal([
      "lost workspace products/gold/apis.json",
      "lost workspace workspaces/w",
    ]);
  });

  const broken: readonly (readonly [
    file: string,
    content: unknown,
    finding: string,
    holds: readonly string[],
  ])[] = [
    ["apis/x/apiInformation.json", '{\n "properties": }', "apis/x/apiInformation.json:2", ["api:x"]],
    ["apis/x/apiInformation.json", "[]", "apis/x/apiInformation.json", ["api:x"]],
    ["apis/x;rev=2/apiInformation.json", "", "apis/x;rev=2/apiInformation.json:1", ["api:x"]],
    ["apis/x/policy.xml", new Uint8Array([0x3c, 0xff, 0x3e]), "apis/x/policy.xml", ["api:x"]],
    ["apis/x/operations/o/policy.xml", new Uint8Array([0xc0]), "apis/x/operations/o/policy.xml", ["api:x"]],
    ["apis/x/specification.yaml", "a: [", "apis/x/specification.yaml:1", ["api:x"]],
    ["products/p/productInformation.json", "{", "products/p/productInformation.json:1", ["product:p"]],
    ["products/p/apis.json", "{}", "products/p/apis.json", []],
    ["policy.xml", new Uint8Array([0x3c, 0xff]), "policy.xml", ["global"]],
    [
      "policyFragments/f/policy.xml",
      new Uint8Array([0x3c, 0xff]),
      "policyFragments/f/policy.xml",
      ["fragment:f"],
    ],
    ["namedValues/n/namedValueInformation.json", "nothing", "namedValues/n/namedValueInformation.json:1", []],
  ];
  for (const [file, content, at, holds] of broken)
    it(`go on beside a broken ${file}, which holds back ${holds.join() || "nothing"}`, async () => {
      const reading = await readFiles({ "apis/a/apiInformation.json": API, [file]: content });
      expect(named(reading)).to.deep.equal(["apis a"]);
      expect(
        reading.findings.map(({ severity, code, at: place, holds: held }) => [severity, code, place, held]),
      ).to.deep.equal([["lost", "unreadable", at, holds]]);
    });
});
