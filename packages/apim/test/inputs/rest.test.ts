import { expect } from "chai";
import { InputError } from "#src/files/input-error.js";
import { id, listed, named, POLICY, readFiles, refusal, settleFiles } from "./support/written-folder.js";

const product = { id: id("products/gold"), name: "gold", properties: { displayName: "Gold" } };

describe("answers of the management API", () => {
  const forms: readonly (readonly [what: string, json: unknown])[] = [
    ["one resource", product],
    ["a list", [product, { unrelated: true }]],
    ["a page", { value: [product], count: 1 }],
    ["a list of pages", [{ value: [product] }, { value: [] }]],
    [
      "resources flattened by az",
      [{ id: product.id, name: "gold", displayName: "Gold", resourceGroup: "rg" }],
    ],
    [
      "ids in other case",
      {
        ...product,
        id: product.id
          .replace("Microsoft.ApiManagement", "microsoft.apimanagement")
          .replace("/products/", "/Products/"),
      },
    ],
  ];
  for (const [what, json] of forms)
    it(`are read as ${what}`, async () => {
      const { products } = await settleFiles({ "answer.json": json });
      expect(products.map(({ name, displayName, at }) => [name, displayName, at])).to.deep.equal([
        ["gold", "Gold", "answer.json"],
      ]);
    });

  const types: readonly (readonly [path: string, resource: string])[] = [
    ["policies/policy", "policies policy"],
    ["products/p/policies/policy", "products/policies p/policy"],
    ["products/p/apis/a", "products/apis p/a"],
    ["products/p/apiLinks/l", "products/apiLinks p/l"],
    ["apis/a;rev=2/operations/o", "apis/operations a;rev=2/o"],
    ["apis/a/operations/o/policies/policy", "apis/operations/policies a/o/policy"],
    ["apis/a/products/p", "apis/products a/p"],
    ["api-version-sets/v", "apiVersionSets v"],
    ["properties/n", "namedValues n"],
    ["clientApplications/c/productLinks/l", "clientApplications/productLinks c/l"],
  ];
  for (const [path, resource] of types)
    it(`tell type and names from the id: ${path}`, async () =>
      expect(
        named(await readFiles({ "a.json": { id: id(path), properties: { value: POLICY } } })),
      ).to.deep.equal([resource]));

  it("place a policy by its scope", async () => {
    const { documents } = await settleFiles({
      "policy.json": { id: id("apis/a/policies/policy"), properties: { format: "rawxml", value: POLICY } },
    });
    expect(documents).to.deep.equal([{ scope: "api:a", source: "policy.json#api:a", text: POLICY }]);
  });

  it("lose pages that are not there, linked policies and workspaces", async () => {
    const reading = await readFiles({
      "a.json": { value: [product], nextLink: "https://management.example/next" },
      "b.json": {
        id: id("apis/a/policies/policy"),
        properties: { format: "rawxml-link", value: "https://files.example/p.xml" },
      },
      "c.json": [{ id: id("workspaces/w") }, { id: id("workspaces/w/apis/a"), properties: {} }],
    });
    expect(listed(reading)).to.deep.equal([
      "lost partial-list a.json",
      "lost policy-link b.json#api:a",
      "lost workspace c.json",
    ]);
    expect(named(reading)).to.deep.equal(["products gold"]);
  });

  const placeless: readonly (readonly [what: string, policy: object])[] = [
    ["no id", { properties: { value: POLICY } }],
    ["no id, flattened", { value: POLICY, format: "rawxml" }],
    ["an id that ends too early", { id: id("apis/a/policies"), properties: { value: POLICY } }],
    ["a type alone", { type: "Microsoft.ApiManagement/service/apis/policies", properties: {} }],
  ];
  for (const [what, policy] of placeless)
    it(`lose a policy with ${what}`, async () => {
      const { findings } = await settleFiles({ "a.json": [product, policy] });
      const lost = findings.filter(({ severity }) => severity === "lost");
      expect(lost.map(({ code, at, holds }) => [code, at, holds])).to.deep.equal([
        ["unreadable", "a.json", ["global"]],
      ]);
    });

  it("of more than one service are refused, whatever the case of its name", async () => {
    const of = (service: string, path: string) => ({
      id: id(path).replace("/service/svc/", `/service/${service}/`),
      properties: {},
    });
    const read = (service: string) =>
      readFiles({ "a.json": of("svc", "products/p"), "b.json": [of(service, "subscriptions/s")] });
    expect(named(await read("SVC"))).to.have.length(2);
    expect(await refusal(read("other"))).to.be.instanceOf(InputError);
  });

  it("pass over what says nothing about access", async () => {
    const reading = await readFiles({
      "a.json": [{ id: id("backends/b"), properties: { url: "https://x.example" } }, product],
    });
    expect(named(reading)).to.deep.equal(["products gold"]);
    expect(listed(reading)).to.deep.equal([]);
  });

  it("read what the redirection of Windows PowerShell writes", async () => {
    const text = Buffer.from(`\uFEFF${JSON.stringify(product)}`, "utf16le");
    expect(named(await readFiles({ "a.json": text }))).to.deep.equal(["products gold"]);
  });
});
