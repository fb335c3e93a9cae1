import { expect } from "chai";
import type { GuardMark, Mark } from "@product-auth/core/adapter";
import { routeReport } from "#src/report/route-report.js";
import type { Rule } from "@product-auth/core";

const guard = (rule?: Rule<string, string>, more: Partial<GuardMark> = {}): Mark => ({
  kind: "guard",
  ...(rule !== undefined && { rule }),
  products: ["starter", "pro"],
  byApi: false,
  anonymous: false,
  ...more,
});
const policies = [
  { kind: "ipFilter", place: "global", index: 0, demands: "listed addresses" },
  { kind: "checkHeader", place: "api:orders", index: 0, demands: "header X-A" },
  { kind: "validateJwt", place: "global", index: 0, name: "caller", audiences: ["a"], demands: "any client" },
] as const;
const open: Mark = { kind: "open" };
const remedy = () => ["guard it"];
const reportOf = (...marks: Mark[]) =>
  routeReport({ routes: [{ method: "GET", path: "/x", marks }] }, remedy).routes[0]!;

describe("routeReport", () => {
  describe("what a route demands", () => {
    for (const [says, marks, state, demands] of [
      ["nothing", [], "unprotected", "OPEN, WITHOUT SAYING SO"],
      ["that it is open", [open], "open", "open"],
      ["any product", [guard()], "guarded", "any product"],
      [
        "any product, by APIs",
        [guard(undefined, { byApi: true })],
        "guarded",
        "any product, or as its API says",
      ],
      ["open behind a guard", [guard(), open], "guarded", "any product; open() reopens nothing"],
      [
        "a guard behind open",
        [open, guard({ product: "pro" })],
        "guarded",
        "product pro; open() reopens nothing",
      ],
      [
        "alternatives",
        [guard({ anyOf: [{ product: "starter" }, { scopes: ["A"] }] })],
        "guarded",
        "product starter, or scopes A",
      ],
      ["any product and one", [guard(), guard({ product: "pro" })], "guarded", "product pro"],
      [
        "a product that is open",
        [guard({ product: "free" }, { anonymous: true })],
        "open",
        "product free, which is open",
      ],
      [
        "an open product and another",
        [guard({ product: "free" }, { anonymous: true }), guard({ product: "pro" })],
        "guarded",
        "product free and pro",
      ],
      [
        "that nobody gets in",
        [{ kind: "shut", why: "nobody gets in" }, guard()],
        "guarded",
        "nobody gets in",
      ],
      [
        "policies, those about the connection first",
        [guard({ product: "pro" }, { policies }), guard({ product: "pro" }, { policies })],
        "guarded",
        'product pro; connection: global (listed addresses), api:orders (header X-A); token: global "caller" (any client)',
      ],
      [
        "policies of an open product",
        [guard({ product: "free" }, { anonymous: true, policies: policies.slice(0, 1) })],
        "open",
        "product free, which is open; connection: global (listed addresses)",
      ],
      ["what cannot be seen", [guard(undefined, { demands: "a guard" })], "guarded", "a guard"],
      ["metadata on the way", [{ kind: "metadata", path: "/m" }], "unprotected", "OPEN, WITHOUT SAYING SO"],
    ] as [string, Mark[], string, string][])
      it(says, () => expect(reportOf(...marks)).to.include({ state, demands }));
  });

  it("guards are plain data, demands with their mode", () => {
    const rule = { product: "pro", api: "orders", scopes: ["A"], roles: { any: ["B", "C"] }, accepts: ["token"], all: true } as const; // prettier-ignore
    expect(reportOf(guard(), guard(rule, { products: ["pro"] })).guards).to.deep.equal([
      { products: ["starter", "pro"] },
      {
        products: ["pro"],
        api: "orders",
        scopes: { mode: "all", values: ["A"] },
        roles: { mode: "any", values: ["B", "C"] },
        accepts: ["token"],
        all: true,
      },
    ]);
    const anyOf = [{ product: "starter" }, { scopes: ["A"], accepts: ["token"] }] as const;
    expect(reportOf(guard({ anyOf })).guards).to.deep.equal([
      {
        products: ["starter", "pro"],
        anyOf: [{ products: ["starter"] }, { scopes: { mode: "all", values: ["A"] }, accepts: ["token"] }],
      },
    ]);
    expect(reportOf(guard({ product: "free" }, { anonymous: true })).guards[0]).to.include({
      anonymous: true,
    });
  });

  it("sorted by path, then ALL, GET, HEAD, POST, PUT, PATCH, DELETE and the rest by name", () => {
    const asked = [
      "DELETE /b",
      "GET /b",
      "TRACE /b",
      "ALL /b",
      "POST /b",
      "COPY /b",
      "HEAD /b",
      "GET /a",
      "PATCH /b",
      "PUT /b",
    ];
    const routes = asked.map((line) => ({
      method: line.split(" ")[0]!,
      path: line.split(" ")[1]!,
      marks: [open],
    }));
    expect(
      routeReport({ routes }, remedy).routes.map(({ method, path }) => `${method} ${path}`),
    ).to.deep.equal([
      "GET /a",
      ...["ALL", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "COPY", "TRACE"].map(
        (method) => `${method} /b`,
      ),
    ]);
  });

  it("where a route is open, when guards stand before its other paths", () => {
    const route = { method: "GET", path: "/v1", marks: [], openAt: "/V1" };
    const demands = "OPEN AT /V1, WITHOUT SAYING SO";
    expect(routeReport({ routes: [route] }, remedy).unprotected[0]).to.include({ demands, openAt: "/V1" });
  });

  it("the same place is told once", () => {
    const place = { path: "/", name: "serve", why: "why" };
    expect(routeReport({ routes: [], opaque: [place, { ...place }] }, remedy).opaque).to.deep.equal([place]);
  });

  describe("as a page", () => {
    const page = (...lines: string[]) => `${lines.join("\n")}\n`;
    const route = (path: string, ...marks: Mark[]) => ({ method: "GET", path, marks });
    const textOf = (...routes: ReturnType<typeof route>[]) => String(routeReport({ routes }, remedy));

    it("no routes", () => expect(textOf()).to.equal(page("There are no routes.")));
    it("all guarded", () =>
      expect(textOf(route("/a", guard()))).to.equal(
        page("METHOD  PATH  DEMANDS", "GET     /a    any product", "", "1 route: all guarded."),
      ));
    it("some open", () =>
      expect(textOf(route("/a", guard()), route("/bcd", open))).to.equal(
        page(
          "METHOD  PATH  DEMANDS",
          "GET     /a    any product",
          "GET     /bcd  open",
          "",
          "2 routes: 1 open and saying so, all others guarded.",
        ),
      ));
    it("some unprotected: each is named, and the first is mended", () => {
      const seen: string[][] = [];
      const routes = [route("/b"), route("/a"), route("/c", open)];
      const text = String(
        routeReport({ routes }, (unprotected) => {
          seen.push(unprotected.map(({ path }) => path));
          return ["one", "two"];
        }),
      );
      expect(text.split("\n").slice(5)).to.deep.equal([
        "2 of 3 routes are open without saying so:",
        "  GET /a",
        "  GET /b",
        "Guard it, or say that it is meant:",
        "  one",
        "  two",
        "",
      ]);
      expect(seen).to.deep.equal([["/a", "/b"]]);
    });
    it("a path cannot break out of its line", () =>
      expect(textOf(route("/a\n\u001b[2J\u202e", open))).to.match(/^GET {5}\/a\?\?\[2J\? {2}open$/m));
  });

  it("is compared and written as plain data", () => {
    const report = routeReport({ routes: [] }, remedy);
    expect(report).to.deep.equal({ routes: [], unprotected: [], opaque: [] });
    expect(JSON.stringify(report)).to.equal('{"routes":[],"unprotected":[],"opaque":[]}');
  });
});
