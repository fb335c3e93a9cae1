import { expect } from "chai";
import fc from "fast-check";
import { returnToOf } from "#src/http/return-to.js";
import { describeOnEach } from "./support/open-server.js";
import { startPortal, type World } from "./support/start-portal.js";

const PORTALS = [
  { publicUrl: new URL("https://api.example.com/developer"), base: "/developer" },
  { publicUrl: new URL("https://api.example.com/"), base: "" },
  { publicUrl: new URL("http://127.0.0.1:3000/a/b"), base: "/a/b" },
] as const;

// What parsers disagree about, and parts of addresses that fit the portals.
const PIECES = [
  ...["/", "//", "\\", ".", "..", "./", "../", "%2e", "%2E%2e", "%2f", "%5c", "%00", "%0d%0a", "%09"],
  ...["\t", "\n", "\r", "\0", " ", "@", ":", "?", "#", "&", "=", ";", "[", "]", "%", "%%", "*", "|"],
  ...["https:", "http://", "javascript:", "data:", "evil.example", "api.example.com", "127.0.0.1:3000"],
  ...["developer", "/developer", "/developer/", "/a/b", "/a/b/", "signin", "signout", "%73ignin", "products"],
  ...["\u202e", "\u2028", "／", "。", "é", "\ud800", "user:pw@", "a"],
];

describe("returnTo", () => {
  it("keeps an address of the portal", () => {
    for (const given of ["/developer", "/developer/products/pro?q=a%20b&c=/..", "/developer/a/./b"])
      expect(returnToOf(given, PORTALS[0])).to.match(/^\/developer/);
    expect(returnToOf("/developer/apis?q=%2f#x", PORTALS[0])).to.equal("/developer/apis?q=%2f");
    expect(returnToOf("/apis", PORTALS[1])).to.equal("/apis");
  });

  for (const given of [
    ...[
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "https://evil.example",
      "https:evil.example",
    ],
    ...[
      "https:/developer",
      "\t//evil.example",
      "/\t/evil.example",
      "/developer\n/x",
      " /developer",
      "@evil.example",
    ],
    ...["javascript:alert(1)", "data:text/html,x", "/developer/..//evil.example", "/developer/%2e%2e/x"],
    ...[
      "/developer/%2f%2fevil.example",
      "/developer/%5cevil",
      "/developer.evil.example",
      "/developerx",
      "/other",
    ],
    ...["/developer/signin", "/developer/signin/entra", "/developer/%73ignin/entra", "/developer/signout"],
    ...[
      "/developer/signed-out",
      "/developer/x/../signin",
      "developer",
      "",
      "?a",
      "#a",
      `/developer/${"a".repeat(1024)}`,
    ],
    ...["/developer//evil.example", "/developer/%zz", "/developer/\u0000"],
  ])
    it(`${JSON.stringify(given.slice(0, 40))} becomes the home page`, () => {
      expect(returnToOf(given, PORTALS[0])).to.equal("/developer");
    });

  for (const given of [
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/./\\evil.example",
    "//",
  ])
    it(`${given} leads nowhere else from a portal at the root`, () => {
      expect(returnToOf(given, PORTALS[1])).to.equal("/");
    });

  for (const portal of PORTALS)
    it(`whatever is sent, a browser lands below ${portal.publicUrl.href}`, () => {
      const { publicUrl, base } = portal;
      const given = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), {
        maxLength: 8,
      });
      const prefix = fc.constantFrom("", "/", `${base}/`, `${base}/.`, "//", `${base}`);
      fc.assert(
        fc.property(prefix, given, (start, parts) => {
          const to = returnToOf(start + parts.join(""), portal);
          // As browsers do, after any page of the portal.
          for (const page of [publicUrl, new URL(`${base}/signin/entra/callback?code=a`, publicUrl)]) {
            const landed = new URL(to, page);
            expect(landed.origin).to.equal(publicUrl.origin);
            expect(landed.pathname === (base || "/") || landed.pathname.startsWith(`${base}/`)).to.equal(
              true,
            );
            expect(decodeURIComponent(landed.pathname.slice(base.length))).not.to.match(
              /^\/sign(?:in|out)(?:\/|$)/,
            );
            expect(landed.pathname + landed.search).to.equal(to);
          }
          // What a header may hold.
          expect(to).to.match(/^\/[\x21-\x7e]*$/);
          // Taken again, it stays the same.
          expect(returnToOf(to, portal)).to.equal(to);
        }),
        { numRuns: 1000 },
      );
    });

  describeOnEach("over HTTP", (framework) => {
    let world: World;
    before(async () => {
      world = await startPortal({ framework, base: "" });
    });
    after(() => world.close());

    for (const [given, to] of [
      ["/.//evil.example", "/"],
      ["//evil.example", "/"],
      ["/\\evil.example", "/"],
      ["https://evil.example/", "/"],
      ["/products?q=a", "/products?q=a"],
    ] as const)
      it(`${given} lands on ${to}`, async () => {
        const browser = world.browser();
        const page = await browser.signIn("adele", `/signin?returnTo=${encodeURIComponent(given)}`);
        expect(page.location).to.equal(to);
        // Signed in already, the sign-in page itself goes there.
        const again = await browser.get(`/signin?returnTo=${encodeURIComponent(given)}`);
        expect(again.location).to.equal(to);
      });

    it("sent twice is a bad request", async () => {
      expect((await world.browser().get("/signin?returnTo=/a&returnTo=/b")).status).to.equal(400);
    });
  });
});
