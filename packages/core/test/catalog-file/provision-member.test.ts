import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { problemsOfCatalogFile, readCatalog } from "#src/catalog-file/index.js";

const provision = { instance: "shop-test", clients: { batch: { products: ["gold"], ownerId: "zoe" } } };
const products = { gold: { accepts: ["key"] } };

describe("the member provision of a catalog", () => {
  it("is left out of the options", () => {
    const catalog = readCatalog(JSON.stringify({ products, provision }));
    expect(catalog).to.deep.equal({ products });
    createProductAuth({ ...catalog, subscriptions: [] });
  });
  it("is not checked: a mistake there does not stop an API", () => {
    readCatalog(JSON.stringify({ products, provision: { clients: { "a b": { produkts: [] } } } }));
    expect(problemsOfCatalogFile({ products, provision: 5 })).to.deep.equal([
      { path: "provision", message: "is a number", fix: "write an object with instance and clients" },
    ]);
  });
  it("problemsOfCatalogFile leaves out audiences that provisioning writes, and no other problem", () => {
    const content = {
      products: {
        gold: {},
        silver: { role: false, clients: ["00001111-aaaa-2222-bbbb-3333cccc4444"] },
        "b a d": {},
        bronze: { audience: 5 },
      },
      provision,
    };
    const paths = (audiences?: "optional") =>
      problemsOfCatalogFile(content, audiences && { audiences }).map(({ path }) => path);
    expect(paths()).to.include.members(["products.gold.audience", "products.silver.audience"]);
    const optional = paths("optional");
    expect(optional).to.not.include("products.gold.audience");
    expect(optional).to.include.members([
      "products.silver.audience",
      "products.b a d",
      "products.bronze.audience",
    ]);
    expect(problemsOfCatalogFile({ products: { gold: {} } }, { audiences: "optional" })).to.deep.equal([]);
    for (const wrong of [
      undefined,
      null,
      5,
      [],
      { products: null },
      { products: [null] },
      { products: { a: null } },
    ])
      expect(problemsOfCatalogFile(wrong, { audiences: "optional" })).to.not.be.empty;
  });
});
