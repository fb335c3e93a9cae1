import { expect } from "chai";
import type { PortalSuite } from "../portal-suite.js";
import { realPortal } from "../real-portal.js";

const STATED = {
  host: "evil.example",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "http",
  "x-forwarded-port": "8443",
  "x-forwarded-prefix": "/evil",
  "x-original-url": "/evil",
  "x-rewrite-url": "/evil",
  forwarded: "host=evil.example;proto=http",
};

/** Addresses that a request states change no link and no redirect (portal.md, section 14, row 13). */
export function statedAddresses({ describe, it, served }: PortalSuite): void {
  describe("the address that a request states", () => {
    const browsed = served({}, () => realPortal().portal);
    const redirected = served({}, () => realPortal("redirect").portal);
    const stripped = served({ prefix: "/" }, () => realPortal().portal);

    it("is in no page", async () => {
      const plain = await browsed.send("/developer/products");
      expect(plain.text).to.include('href="/developer/products/starter"');
      for (const target of ["/developer/products", "http://evil.example/developer/products"]) {
        const { status, text } = await browsed.send(target, { headers: STATED });
        expect({ status, text }).to.deep.equal({ status: 200, text: plain.text });
      }
    });

    it("is in no redirect", async () => {
      const location = "/developer/signin?returnTo=%2Fdeveloper%2Fproducts%3Fq%3D1";
      for (const target of ["/developer/products?q=1", "http://evil.example/developer/products?q=1"]) {
        const { status, headers } = await redirected.send(target, { headers: STATED });
        expect({ status, location: headers.location }).to.deep.equal({ status: 302, location });
      }
    });

    it("of another host in the path leads nowhere", async () => {
      for (const target of [
        "//evil.example",
        "/http://evil.example",
        "/%2f%2fevil.example",
        "/\\evil.example",
      ]) {
        const { status, headers } = await redirected.send(`/developer${target}`);
        const { location = "/developer/" } = headers;
        expect(status).to.be.oneOf([302, 404]);
        expect(location).to.match(/^\/developer\//);
      }
    });

    it("is no reason for other links behind a proxy that removes the prefix", async () => {
      const [whole, rest] = [await browsed.send("/developer/products"), await stripped.send("/products")];
      expect(rest.text).to.equal(whole.text);
    });
  });
}
