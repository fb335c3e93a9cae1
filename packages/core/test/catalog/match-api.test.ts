import { expect } from "chai";
import { segmentsOf, templateSegments, type Api, type Operation } from "#src/catalog/apis.js";
import { indexApis, matchApi, matchOperation, readPath } from "#src/catalog/match-api.js";

describe("readPath: a path that everybody reads the same way", () => {
  const cases: readonly (readonly [path: string, segments: readonly string[]])[] = [
    ["/", []],
    ["/orders", ["orders"]],
    ["/orders/", ["orders"]],
    ["/Orders/ID-7", ["orders", "id-7"]],
    ["/%6Frders", ["orders"]],
    ["/%4FRDERS", ["orders"]],
    ["/a%20b/ü", ["a b", "ü"]],
    ["/%C3%BC", ["ü"]],
    ["/orders;v=1", ["orders;v=1"]],
    ["/orders/...", ["orders", "..."]],
    ["/orders/.well-known", ["orders", ".well-known"]],
    ["/a:b/@c/$d", ["a:b", "@c", "$d"]],
    ["/orders/%252f", ["orders", "%2f"]], // decoded once: a text with a percent sign
    ["/orders/%252e%252e", ["orders", "%2e%2e"]],
    [`/${"a".repeat(8_191)}`, ["a".repeat(8_191)]],
  ];
  for (const [path, segments] of cases)
    it(`${path.slice(0, 40)} is ${JSON.stringify(segments).slice(0, 40)}`, () =>
      expect(readPath(path)).to.deep.equal(segments));
});

describe("readPath: a path that two readers may read differently", () => {
  const cases: readonly (readonly [why: string, path: string])[] = [
    ["nothing", ""],
    ["an asterisk", "*"],
    ["no slash at the start", "orders"],
    ["a whole address", "http://api.example.com/orders"],
    ["two slashes at the start", "//orders"],
    ["two slashes inside", "/orders//7"],
    ["two slashes at the end", "/orders//"],
    ["slashes alone", "//"],
    ["a dot segment", "/./orders"],
    ["a dot segment at the end", "/orders/."],
    ["two dots", "/x/../orders"],
    ["two dots at the end", "/orders/.."],
    ["an encoded dot", "/%2e/orders"],
    ["encoded dots", "/x/%2e%2E/orders"],
    ["half encoded dots", "/x/.%2e/orders"],
    ["an encoded slash", "/orders%2F7"],
    ["an encoded slash in lower case", "/orders%2f7"],
    ["an encoded slash alone", "/orders/%2f"],
    ["a backslash", "/orders\\7"],
    ["an encoded backslash", "/orders%5c7"],
    ["an encoded backslash in upper case", "/orders%5C7"],
    ["an encoded NUL", "/orders%00"],
    ["a NUL", "/orders\u0000"],
    ["an encoded line feed", "/orders%0a"],
    ["an encoded DEL", "/orders%7f"],
    ["half an encoding", "/orders%2"],
    ["no hexadecimal digits", "/orders%zz"],
    ["a percent sign alone", "/100%"],
    ["half a character", "/%C3"],
    ["an overlong slash", "/orders%c0%af7"],
    ["half a surrogate pair", "/%ED%A0%80"],
    ["more than 8192 characters", `/${"a".repeat(8_192)}`],
  ];
  for (const [why, path] of cases)
    it(`${why}: ${JSON.stringify(path).slice(0, 50)}`, () => expect(readPath(path)).to.equal(undefined));
});

/** An API of which only path and operations matter. */
const api = (path: string, operations?: Readonly<Record<string, readonly [string, string]>>): Api => ({
  name: path === "" ? "root" : path,
  displayName: path,
  path,
  segments: segmentsOf(path),
  products: [],
  subscriptionRequired: true,
  key: { header: "x-key", headerAsWritten: "x-key", query: "key" },
  operations:
    operations &&
    Object.entries(operations).map(([name, [method, template]]): Operation => ({
      name,
      method,
      segments: templateSegments(template),
    })),
});

describe("matchApi: the API with the longest path", () => {
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
    it(`${path}: ${name ?? "none"}`, () =>
      expect(matchApi(indexApis(apis), readPath(path)!)?.name).to.equal(name));

  it("the order in which they are listed makes no difference", () => {
    const segments = readPath("/orders/v2/7")!;
    expect(matchApi(indexApis([...apis].reverse()), segments)?.name).to.equal("orders/v2");
  });
  it("an empty path is the API of everything else", () => {
    const withRoot = [api(""), ...apis];
    expect(
      ["/", "/other", "/orders"].map((path) => matchApi(indexApis(withRoot), readPath(path)!)?.name),
    ).to.deep.equal(["root", "root", "orders"]);
  });
});

describe("matchApi among thousands", () => {
  it("finds each by its path, and the first of two with one path", () => {
    const many = Array.from({ length: 5_000 }, (_, i) => api(`area-${i % 7}/api-${i}`));
    const index = indexApis([...many, api("area-0/api-0")]);
    for (const one of many) expect(matchApi(index, [...one.segments, "7"])).to.equal(one);
    expect(matchApi(index, ["area-0"])).to.equal(undefined);
    expect(matchApi(index, ["area-1", "api-0"])).to.equal(undefined);
  });
});

describe("matchOperation", () => {
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
    ["GET", "/orders/latest", "latest"], // the first that is listed
    ["GET", "/orders/7", "read"],
    ["GET", "/orders/7/lines/2", "lines"],
    ["GET", "/ORDERS/7/LINES/2", "lines"],
    ["GET", "/orders/7/lines", undefined],
    ["GET", "/orders/7/lines/2/3", undefined],
    ["GET", "/orders/files", "read"], // one segment fits the template that is listed before
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
      const found = matchOperation(orders, method, readPath(path)!);
      expect(typeof found === "object" ? found.name : found).to.equal(operation);
    });

  it("an API that lists none takes every method and path", () =>
    expect(matchOperation(api("orders"), "PURGE", readPath("/orders/1/2")!)).to.equal("any"));
  it("a template of the API's own path lies below it", () => {
    const nested = api("shop/orders", { read: ["GET", "/{id}"] });
    expect(matchOperation(nested, "GET", readPath("/shop/orders/7")!)).to.include({ name: "read" });
  });
  it("a wildcard alone takes the API's path as well", () => {
    const all = api("orders", { any: ["GET", "/*"] });
    for (const path of ["/orders", "/orders/7", "/orders/7/8"])
      expect(matchOperation(all, "GET", readPath(path)!)).to.include({ name: "any" });
  });
});
