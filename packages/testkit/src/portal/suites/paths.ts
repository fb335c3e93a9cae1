import { createProductAuth } from "@product-auth/core";
import { expect } from "chai";
import type { PortalSuite } from "../portal-suite.js";

const HOME = "https://portal.example/base";

/** Which requests reach the portal, and with which address. */
export function paths({ describe, it, served }: PortalSuite): void {
  for (const prefix of ["/developer", "/a/b"])
    describe(`a portal at ${prefix}`, () => {
      const { send, reflected } = served({ prefix });

      for (const [target, url] of [
        ["", "/"],
        ["/", "/"],
        ["?q=a%20b", "/?q=a%20b"],
        ["/?q=", "/?q="],
        ["/products", "/products"],
        ["/products/", "/products/"],
        ["/products?q=1&q=2", "/products?q=1&q=2"],
        ["/a%2Fb/%C3%A9", "/a%2Fb/%C3%A9"],
        ["/http://evil.example/", "/http://evil.example/"],
        [prefix, prefix],
      ] as const)
        it(`answers ${prefix}${target}`, async () =>
          expect((await reflected(`${prefix}${target}`)).url).to.equal(`${HOME}${url}`));

      it("another host in the path is a path", async () => {
        // Express 4 removes a doubled slash together with the prefix.
        const { url } = await reflected(`${prefix}//evil.example/x`);
        expect(url).to.match(/^https:\/\/portal\.example\/base\/\/?evil\.example\/x$/);
      });

      it("a target in absolute form counts by its path", async () => {
        const { url } = await reflected(`http://evil.example${prefix}/products?q=1`, {
          headers: { host: "evil.example" },
        });
        expect(url).to.equal(`${HOME}/products?q=1`);
      });

      for (const target of ["/host", `${prefix}x`, `/x${prefix}`, "/", `/x?${prefix}/`])
        it(`leaves ${target} to the application`, async () => {
          const { status, headers, text } = await send(target);
          expect(headers).not.to.have.property("x-portal");
          expect({ status, text: status === 200 ? text : "" }).to.deep.equal(
            target === "/host" ? { status: 200, text: "host" } : { status: 404, text: "" },
          );
        });

      it("dot segments do not lead out of the portal's own address unseen", async () => {
        // The application took it for a path below the mount, so the portal answers, with an address outside of its base.
        const { url } = await reflected(`${prefix}/%2e%2e/x`);
        expect(url).to.equal("https://portal.example/x");
      });
    });

  describe("a portal at /", () => {
    const { reflected } = served({ prefix: "/" });

    for (const target of ["/", "/?q=1", "/products", "//evil.example/"])
      it(`answers ${target}`, async () => expect((await reflected(target)).url).to.equal(`${HOME}${target}`));
  });

  describe("a portal in a guarded application", () => {
    const { send, reflected } = served({ auth: someAuth() });

    it("is open", async () => {
      expect((await reflected("/developer")).url).to.equal(`${HOME}/`);
      expect((await reflected("/developer/products", { method: "POST" })).method).to.equal("POST");
    });
    it("opens nothing else", async () => {
      for (const target of ["/host", "/developerx", "/developer%2Fproducts"])
        expect((await send(target)).status).to.equal(401);
    });
  });
}

function someAuth() {
  return createProductAuth<string, string>({
    products: { starter: { accepts: ["key"] } },
    subscriptions: [],
  });
}
