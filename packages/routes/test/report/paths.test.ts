import { expect } from "chai";
import { isLiteral, joinPaths, samplesOf } from "#src/report/sample-paths.js";

describe("paths of reports", () => {
  it("joinPaths", () => {
    for (const [prefix, path, joined] of [
      ["/", "/", "/"],
      ["", "/", "/"],
      ["/", "/x", "/x"],
      ["/v1", "/", "/v1"],
      ["/v1/", "/x", "/v1/x"],
      ["/v1", "x", "/v1/x"],
      ["/v1", "", "/v1"],
    ] as const)
      expect(joinPaths(prefix, path), `${prefix} + ${path}`).to.equal(joined);
  });

  it("isLiteral", () => {
    for (const path of ["/", "/a/b.c", "/a-b_c~"]) expect(isLiteral(path), path).to.equal(true);
    for (const path of ["/:a", "/*a", "/a{/b}", "/a?", "/(a)", "/a+", "/a\\:b"])
      expect(isLiteral(path), path).to.equal(false);
  });

  describe("samplesOf", () => {
    for (const [pattern, ...wanted] of [
      ["/", "/"],
      ["/Orders", "/Orders", "/orders", "/ORDERS", "/Orders/"],
      ["/Orders/", "/Orders", "/orders/"],
      ["/a/:id", "/a/7", "/a/any-value-of-it", "/A/ANY-VALUE-OF-IT"],
      ["/a/:id/b/:other", "/a/7/b/7"],
      ['/a/:"my id"', "/a/7"],
      ["/a/:id(\\d+)", "/a/7"],
      ["/a/:id?", "/a", "/a/7"],
      ["/a{/:id{/more}}", "/a", "/a/7/more"],
      ["/files/*rest", "/files/7", "/files/7/7", "/files/any-value-of-it/any-value-of-it"],
      ["/files/*", "/files/7/7"],
      ["/files(.*)", "/files7"],
      ["orders", "/orders"],
      ["/a\\:b", "/a:b"],
    ] as const)
      it(pattern, () =>
        expect(samplesOf(pattern, "path-to-regexp", () => true).paths).to.include.members([...wanted]),
      );

    it("are few, and none twice", () => {
      const { paths } = samplesOf("/a{/:b}/*c", "path-to-regexp", () => true);
      expect(new Set(paths).size).to.equal(paths.length).and.to.be.below(150);
    });
  });
});
