import { expect } from "chai";
import { routeSegments, type Segment } from "#src/catalog/route-segments.js";

describe("routeSegments: literals, parameters and wildcards of a matched route", () => {
  const cases: readonly (readonly [pattern: string, segments: readonly Segment[], wildcard?: true])[] = [
    ["/", []],
    ["/orders", ["orders"]],
    ["/orders/", ["orders"]],
    ["/Orders/:id", ["Orders", undefined]],
    ["/orders/:id?", ["orders", undefined]],
    ["/files/:name.:type/x", ["files", undefined, "x"]],
    ["/files/v-:name", ["files", undefined]],
    ["/at/:hour(^\\d{2})h:minute(^\\d{2})m", ["at", undefined]],
    ["/at/:path(^a/b$)/x", ["at", undefined, "x"]],
    ["/name::verb", ["name:verb"]],
    ["/*", [], true],
    ["*", [], true],
    ["/static/*", ["static"], true],
    ["/static/v-*", ["static"], true],
    ["/:tenant/*", [undefined], true],
  ];
  for (const [pattern, segments, wildcard = false] of cases)
    it(pattern, () => expect(routeSegments(pattern)).to.deep.include({ segments, wildcard }));
  it("only a parameter with a question mark may be missing", () => {
    expect(routeSegments("/orders/:id?")).to.include({ optional: true });
    expect(routeSegments("/orders/:id")).to.include({ optional: false });
  });
});
