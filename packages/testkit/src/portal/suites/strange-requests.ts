import { expect } from "chai";
import type { PortalSuite } from "../portal-suite.js";
import { realPortal } from "../real-portal.js";

const OWN = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };

/** Methods and overrides, paths of assets, and what is too much (portal.md, section 14, row 19). */
export function strangeRequests({ describe, it, served }: PortalSuite): void {
  for (const before of [[], ["parsers"]] as const)
    describe(`strange requests${before.length === 0 ? "" : " behind parsers"}`, () => {
      const { send } = served({ before }, () => realPortal().portal);
      // Parsers of the application have bounds too, and its handler of errors answers what exceeds them.
      const refusals = (status: number) => (before.length === 0 ? [status] : [status, 500]);

      it("with a method that no page has are refused", async () => {
        for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) {
          const { status, headers } = await send("/developer/products", { method, headers: OWN });
          expect(`${method} ${status} ${headers.allow}`).to.equal(`${method} 405 GET, HEAD, POST`);
        }
        const { status, text } = await send("/developer/products", {
          method: "TRACE",
          headers: { "x-a": "b" },
        });
        expect(status).to.be.oneOf([403, 405]);
        expect(text).not.to.include("x-a");
      });

      it("that name another method are what they are", async () => {
        const override = {
          "x-http-method-override": "POST",
          "x-http-method": "POST",
          "x-method-override": "POST",
        };
        expect((await send("/developer/products?_method=POST", { headers: override })).status).to.equal(200);
        const reverse = { method: "POST", headers: { ...OWN, "x-http-method-override": "GET" } };
        expect((await send("/developer/products", { ...reverse, body: "_method=GET" })).status).to.equal(405);
      });

      it("for assets find those of pages and no other file", async () => {
        for (const file of [
          ...["style.css", "", "../index.js", "%2e%2e/index.js", "..%2findex.js", "constructor", "__proto__"],
          ...["%00", "style.css%00", ".bundled", "/etc/passwd", "%2fetc%2fpasswd"],
        ])
          expect(`${file} ${(await send(`/developer/_/${file}`)).status}`).to.equal(`${file} 404`);
      });

      it("with 10 MB are refused, and those behind them answered", async () => {
        for (const chunked of [false, true]) {
          const body = Buffer.alloc(10_000_000, "a");
          const { status } = await send("/developer/signout", {
            method: "POST",
            headers: OWN,
            body,
            chunked,
          });
          expect(status).to.be.oneOf(refusals(413));
        }
        expect((await send("/developer")).status).to.equal(200);
      });

      it("with a form of 64 KiB are answered, with a byte more refused", async () => {
        for (const [length, expected] of [
          [65_536, 303],
          [65_537, 413],
        ] as const) {
          const body = `a=${"x".repeat(length - 2)}`;
          const { status } = await send("/developer/signout", { method: "POST", headers: OWN, body });
          expect(`${length} ${status}`).to.equal(`${length} ${expected}`);
        }
      });

      it("with a body that is no form are refused", async () => {
        for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
          const headers = { ...OWN, "content-type": type };
          const { status } = await send("/developer/signout", { method: "POST", headers, body: '{"a":1}' });
          expect(`${type} ${status}`).to.equal(`${type} 415`);
        }
      });

      it("with 10,000 fields are refused", async () => {
        const fields = Array.from({ length: 10_000 }, (_, i) => `${i}=`).join("&");
        const query = fields.slice(0, 7_000);
        expect((await send(`/developer?${query}`)).status).to.equal(400);
        const { status } = await send("/developer/signout", { method: "POST", headers: OWN, body: fields });
        expect(status).to.be.oneOf(refusals(400));
        expect((await send("/developer")).status).to.equal(200);
      });

      it("with a long target are refused", async () => {
        expect((await send(`/developer/${"a".repeat(9_000)}`)).status).to.equal(404);
      });
    });
}
