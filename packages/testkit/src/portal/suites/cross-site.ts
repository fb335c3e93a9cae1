import { expect } from "chai";
import type { PortalSuite } from "../portal-suite.js";
import { realPortal } from "../real-portal.js";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const OWN = "https://portal.example";

type Fields = Readonly<Record<string, string | string[]>>;

const FOREIGN: readonly (readonly [name: string, headers: Fields])[] = [
  ["no field of its origin", {}],
  ["a cross-site form", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
  ["a form of a sibling host", { "sec-fetch-site": "same-site", origin: "https://evil.portal.example" }],
  ["a typed address", { "sec-fetch-site": "none" }],
  ["a site that does not fit its origin", { "sec-fetch-site": "cross-site", origin: OWN }],
  ["two sites", { "sec-fetch-site": ["same-origin", "cross-site"], origin: OWN }],
  ["no site, and Origin null", { origin: "null" }],
  ["two origins", { origin: [OWN, "https://evil.example"] }],
  ...[
    "https://evil.example",
    "https://sub.portal.example",
    "https://portal.example:8443",
    "http://portal.example",
    "https://portal.example.evil.example",
    "https://portal.example@evil.example",
    "https://portal.example/",
    "HTTPS://PORTAL.EXAMPLE",
  ].map((origin) => [`the origin ${origin}`, { origin }] as const),
  ["a Host and a Referer of the portal", { host: "portal.example", referer: `${OWN}/developer/` }],
];

/** Forms of other sites (portal.md, section 14, row 2). */
export function crossSite({ describe, it, served }: PortalSuite): void {
  describe("a request of another site that would change something", () => {
    const { portal, writes } = realPortal();
    const { send } = served({ before: ["cors", "parsers"] }, () => portal);

    for (const [name, headers] of FOREIGN)
      it(`is refused: ${name}`, async () => {
        for (const method of ["POST", "PUT", "DELETE"])
          for (const target of ["/developer/products", "/developer/signout", "/developer/nothing"]) {
            const sent = { method, headers: { ...FORM, ...headers }, body: "a=1" };
            const { status, text } = await send(target, sent);
            expect(`${method} ${target} ${status}`).to.equal(`${method} ${target} 403`);
            expect(text).to.include("<h1>Not allowed</h1>");
          }
        expect(writes()).to.equal(0);
      });

    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: OWN }])
      it(`is not: ${JSON.stringify(headers)}`, async () => {
        const { status } = await send("/developer/products", {
          method: "POST",
          headers: { ...FORM, ...headers },
        });
        expect(status).to.equal(405);
      });
  });
}
