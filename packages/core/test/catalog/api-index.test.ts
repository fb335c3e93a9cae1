import { expect } from "chai";
import { ApiIndex } from "#src/catalog/api-index.js";
import type { Api } from "#src/catalog/apis.js";
import { foldCase, readPath } from "#src/catalog/read-path.js";
import { api } from "./api.js";

const placeAt = (apis: readonly Api[], method: string, path: string) =>
  new ApiIndex(apis).find(method, readPath(path)!.map(foldCase), "folded");
const apiAt = (apis: readonly Api[], path: string) => placeAt(apis, "GET", path).api?.name;
const operationAt = (apis: readonly Api[], method: string, path: string) =>
  placeAt(apis, method, path).operation;

describe("ApiIndex: the API with the longest path", () => {
  const apis = ["orders", "orders/v2", "Shop/Cart", "v2"].map((path) => api(path));
  const cases: readonly (readonly [path: string, name: string | undefined])[] = [
    ["/orders", "orders"],
    ["/orders/7", "orders"],
    ["/orders/v2", "orders/v2"],
    ["/orders/v2/7", "orders/v2"],
    ["/orders/v22", "orders"],
    ["/ORDERS/V2", "orders/v2"],
    ["/shop/cart/1", "Shop/Cart"],
    ["/shop", undefined],
    ["/ordersx", undefined],
    ["/v2/orders", "v2"],
    ["/", undefined],
  ];
  for (const [path, name] of cases)
    it(`${path}: ${name ?? "none"}`, () => expect(apiAt(apis, path)).to.equal(name));

  it("the order in which they are listed makes no difference", () => {
    expect(apiAt([...apis].reverse(), "/orders/v2/7")).to.equal("orders/v2");
  });
  it("an empty path is the API of everything else", () => {
    const withRoot = [api(""), ...apis];
    expect(["/", "/other", "/orders"].map((path) => apiAt(withRoot, path))).to.deep.equal([
      "root",
      "root",
      "orders",
    ]);
  });
});

describe("ApiIndex among thousands", () => {
  it("finds each by its path", () => {
    const many = Array.from({ length: 5_000 }, (_, i) => api(`area-${i % 7}/api-${i}`));
    const index = new ApiIndex(many);
    const at = (segments: readonly string[]) => index.find("GET", segments, "folded").api;
    for (const one of many) expect(at([...one.segments, "7"])).to.equal(one);
    expect(at(["area-0"])).to.equal(undefined);
    expect(at(["area-1", "api-0"])).to.equal(undefined);
  });
});

describe("ApiIndex: operations", () => {
  const orders = api("orders", {
    list: ["GET", "/"],
    latest: ["GET", "/latest"],
    read: ["GET", "/{id}"],
    lines: ["GET", "/{id}/Lines/{line}"],
    create: ["POST", ""],
    files: ["GET", "/files/*"],
    search: ["GET", "/{id}/search?text={text}"],
    probe: ["HEAD", "/probe"],
  });
  const cases: readonly (readonly [method: string, path: string, operation: string | undefined])[] = [
    ["GET", "/orders", "list"],
    ["GET", "/orders/", "list"],
    ["POST", "/orders", "create"],
    ["GET", "/orders/latest", "latest"], // a literal goes before a parameter
    ["GET", "/orders/7", "read"],
    ["GET", "/orders/7/lines/2", "lines"],
    ["GET", "/ORDERS/7/LINES/2", "lines"],
    ["GET", "/orders/7/lines", undefined],
    ["GET", "/orders/7/lines/2/3", undefined],
    ["GET", "/orders/files", "files"],
    ["GET", "/orders/files/a/b", "files"],
    ["GET", "/orders/7/search", "search"],
    ["HEAD", "/orders/7", "read"],
    ["HEAD", "/orders/probe", "probe"],
    ["PUT", "/orders/7", undefined],
    ["POST", "/orders/7", undefined],
    ["OPTIONS", "/orders/7", undefined],
    ["get", "/orders/7", undefined], // RFC 9110 §9.1: methods are case-sensitive
  ];
  for (const [method, path, operation] of cases)
    it(`${method} ${path}: ${operation ?? "none"}`, () => {
      const found = operationAt([orders], method, path);
      expect(typeof found === "object" ? found.name : found).to.equal(operation);
    });

  it("an API that lists none takes every method and path", () =>
    expect(operationAt([api("orders")], "PURGE", "/orders/1/2")).to.equal("any"));
  it("a template of the API's own path lies below it", () => {
    const nested = api("shop/orders", { read: ["GET", "/{id}"] });
    expect(operationAt([nested], "GET", "/shop/orders/7")).to.include({ name: "read" });
  });
  it("a wildcard alone takes the API's path as well", () => {
    const all = api("orders", { any: ["GET", "/*"] });
    for (const path of ["/orders", "/orders/7", "/orders/7/8"])
      expect(operationAt([all], "GET", path)).to.include({ name: "any" });
  });
});

describe("ApiIndex: several templates fit", () => {
  const cases = [
    ["/{id}", "/export", "/orders/export"],
    ["/*", "/{id}", "/orders/7"],
    ["/{id}/lines", "/export/lines", "/orders/export/lines"],
    ["/{id}/*", "/{id}/lines", "/orders/7/lines"],
    ["/*", "/", "/orders"],
  ] as const;
  for (const [wide, narrow, path] of cases)
    it(`${path}: ${narrow} goes before ${wide}, in whatever order they are listed`, () => {
      const templates = { wide: ["GET", wide], narrow: ["GET", narrow] } as const;
      const { wide: first, narrow: second } = templates;
      for (const operations of [templates, { narrow: second, wide: first }])
        expect(operationAt([api("orders", operations)], "GET", path)).to.include({ name: "narrow" });
    });
});

describe("ApiIndex: capitals count where they are asked about", () => {
  const index = new ApiIndex([api("Shop", { list: ["GET", "/Carts"] }), api("orders")]);
  it("exact", () => {
    expect(index.find("GET", ["Shop", "Carts"], "exact").operation).to.include({ name: "list" });
    expect(index.find("GET", ["Shop", "carts"], "exact").operation).to.equal(undefined);
    expect(index.find("GET", ["shop"], "exact").api).to.equal(undefined);
    expect(index.find("GET", ["ORDERS"], "exact").api).to.equal(undefined);
  });
  it("folded", () => {
    expect(index.find("GET", ["shop", "carts"], "folded").operation).to.include({ name: "list" });
    expect(index.find("GET", ["orders"], "folded").api).to.include({ name: "orders" });
  });
});
