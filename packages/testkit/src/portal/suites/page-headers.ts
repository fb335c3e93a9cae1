import { expect } from "chai";
import type { PortalSuite } from "../portal-suite.js";
import { realPortal } from "../real-portal.js";

const OWN = { origin: "https://portal.example" };

/** What every answer of the portal carries, whatever the application sets (portal.md, section 5.5). */
export function pageHeaders({ describe, it, served }: PortalSuite): void {
  describe("the fields of the portal's answers", () => {
    const { send } = served(
      { before: ["helmet", "cors", "compression", "parsers"] },
      () => realPortal().portal,
    );
    const assetOf = async () =>
      /href="(\/developer\/_\/[^"]+\.css)"/.exec((await send("/developer")).text)?.[1] ?? "no asset";

    for (const [name, target, sent, status] of [
      ["a page", "/developer", {}, 200],
      ["a page by HEAD", "/developer/products", { method: "HEAD" }, 200],
      ["an unknown page", "/developer/nothing", {}, 404],
      ["a refused form", "/developer/products", { method: "POST" }, 403],
      ["a method that a page has not", "/developer/products", { method: "PUT", headers: OWN }, 405],
      ["a query that is no query", "/developer/?q=1&q=2", {}, 400],
      ["an asset that does not exist", "/developer/_/style.css", {}, 404],
      ["an asset", undefined, {}, 200],
    ] as const)
      it(`of ${name}`, async () => {
        const answered = await send(target ?? (await assetOf()), sent);
        const { headers } = answered;
        expect(answered.status).to.equal(status);
        expect(headers["content-security-policy"]).to.match(/^default-src 'none'; script-src 'self'; .*trusted-types 'none'$/); // prettier-ignore
        expect(headers).to.include({
          "cache-control": target === undefined ? "public, max-age=31536000, immutable" : "no-store",
          "referrer-policy": "same-origin",
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
        });
        expect(headers["permissions-policy"]).to.include("camera=()").and.include("clipboard-write=(self)");
        const others = Object.keys(headers).filter((each) =>
          /^access-control-|report-only|^etag$/.test(each),
        );
        expect(others).to.deep.equal([]);
      });
  });
}
