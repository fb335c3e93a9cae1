import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { type EntraOptions, startEntra } from "@product-auth/emulator";
import { expect } from "chai";

const guid = "99998888-7777-4666-8555-444433332222";

describe("options", () => {
  describe("left out", () => {
    it("give the same ids, audience and secret at every start", async () => {
      const [one, two] = await Promise.all([startEntra(), startEntra({})]);
      expect(two.products).to.deep.equal(one.products);
      expect(two.clients).to.deep.equal(one.clients);
      expect(one.tenantId).to.equal("aaaabbbb-0000-cccc-1111-dddd2222eeee");
      expect(one.tenantDomain).to.equal("contoso.onmicrosoft.com");
      expect(one.origin)
        .to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
        .and.not.equal(two.origin);
      const { starter } = one.products;
      expect(starter).to.deep.equal({
        appId: starter!.appId,
        audience: `api://${starter!.appId}`,
        displayName: "Starter",
        roles: ["Product.Starter.All"],
        version: 2,
      });
      expect(one.clients["contoso"]!.secret).to.match(/^emulator-only-[0-9a-f]{24}$/);
      expect(one).to.not.have.property("caCertificate");
      await Promise.all([one.close(), two.close()]);
    });

    it("register nothing beside what is given", async () => {
      const entra = await startEntra({ products: { pro: {} } });
      expect([Object.keys(entra.products), Object.keys(entra.clients)]).to.deep.equal([["pro"], []]);
      await entra.close();
    });
  });

  it("tell URLs apart from issuers", async () => {
    const entra = await startEntra({ tenantId: guid.toUpperCase(), tenantDomain: "Fabrikam.com" });
    expect(entra).to.include({
      tenantId: guid,
      tenantDomain: "fabrikam.com",
      issuer: `${entra.origin}/${guid}/v2.0`,
      issuerV1: `${entra.origin}/${guid}/`,
      discoveryUrl: `${entra.origin}/${guid}/v2.0/.well-known/openid-configuration`,
      tokenUrl: `${entra.origin}/${guid}/oauth2/v2.0/token`,
    });
    await entra.close();
  });

  it("listen on localhost and on IPv6", async () => {
    const local = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const six = local.some(({ address }) => address === "::1") ? ["::1"] : []; // containers often have none
    for (const host of ["localhost", ...six]) {
      const entra = await startEntra({ host });
      expect((await fetch(entra.discoveryUrl)).status).to.equal(200);
      await entra.close();
    }
  });

  describe("that are wrong", () => {
    const problems: [string, unknown, RegExp][] = [
      [
        "an unknown name",
        { tenant: guid },
        /- tenant: there is no such option; known here: host, .*tenantId/,
      ],
      [
        "an unknown name in a product",
        { products: { a: { role: [] } } },
        /- products\.a\.role: there is no such option; known here: appId, /,
      ],
      [
        "an unknown name in tls",
        { tls: { dir: "x" } },
        /- tls\.dir: there is no such option; known here: directory/,
      ],
      ["a bad GUID", { products: { a: { appId: "x" } } }, /- products\.a\.appId: "x" should be a GUID\./],
      ["a bad tenant", { tenantId: "contoso" }, /- tenantId: "contoso" should be a GUID\./],
      ["a bad port", { port: 70_000 }, /- port: 70000 should be a whole number from 0 to 65535\./],
      ["a bad protocol", { protocol: "ftp" }, /- protocol: "ftp" should be "http" or "https"\./],
      [
        "a bad version",
        { products: { a: { requestedAccessTokenVersion: 3 } } },
        /should be 1 or 2 or null\./,
      ],
      [
        "a URI with a slash at its end",
        { products: { a: { identifierUris: ["api://a/"] } } },
        /without a slash at the end/,
      ],
      ["a role with a space", { products: { a: { roles: ["a b"] } } }, /words without spaces/],
      [
        "an unknown product",
        { clients: { c: { products: ["pro"] } }, products: { a: {} } },
        /- clients\.c\.products: there is no product "pro"; add it to products, or use "a"\./,
      ],
      [
        "an unknown role",
        { clients: { c: { products: { a: ["X"] } } }, products: { a: {} } },
        /- clients\.c\.products\.a: the product has no role "X"; use "Product\.A\.All"\./,
      ],
      [
        "an id used twice",
        { products: { a: { appId: guid }, b: { appId: guid.toUpperCase() } } },
        /- products\.b\.appId: 9999.+ is already taken by products\.a\.appId; choose another one\./,
      ],
      [
        "a bad secret date",
        { clients: { c: { secrets: [{ value: "x", endDateTime: "soon" }] } } },
        /- clients\.c\.secrets\[0\]: should be a text, or/,
      ],
      [
        "a bad certificate",
        { clients: { c: { certificates: ["x"] } } },
        /- clients\.c\.certificates\[0\]: is not a certificate; paste its PEM/,
      ],
      ["products as a list", { products: ["a"] }, /- products: \["a"\] should be an object\./],
      ["a client as a text", { clients: { c: "x" } }, /- clients\.c: "x" should be an object\./],
      [
        "a host that others reach",
        { host: "0.0.0.0" },
        /- host: "0\.0\.0\.0" can be reached by others.+allowRemote: true/,
      ],
      ["no options at all", null, /- options: null should be an object\./],
    ];
    for (const [name, options, text] of problems) {
      it(`refuse ${name}`, async () => {
        expect(await startEntra(options as EntraOptions).catch(String))
          .to.match(/^Error: The emulator cannot start:\n/)
          .and.match(text);
      });
    }

    it("are reported all at once", async () => {
      const options = { port: -1, products: { a: { appId: "x" } }, clients: { c: { products: ["b"] } } };
      const said = await startEntra(options).then(() => "started", String);
      expect(
        said
          .split("\n- ")
          .slice(1)
          .map((line) => line.split(":")[0]),
      ).to.deep.equal(["port", "products.a.appId", "clients.c.products"]);
    });
  });

  describe("for safety", () => {
    afterEach(() => delete process.env["NODE_ENV"]);

    it("refuse production unless forced", async () => {
      process.env["NODE_ENV"] = "production";
      expect(await startEntra().catch(String)).to.match(/NODE_ENV is production.+force: true/);
      await (await startEntra({ force: true })).close();
    });

    for (const [shown, ...spellings] of [
      ["production", "Production", "PRODUCTION", " production ", "production\n"],
      ["prod", "prod", "Prod"],
      ["staging", "staging"],
      ["live", "live"],
      ["producton", "producton"],
    ])
      for (const environment of spellings)
        it(`refuse ${JSON.stringify(environment)} as well`, async () => {
          process.env["NODE_ENV"] = environment;
          expect(await startEntra().catch(String)).to.include(`NODE_ENV is ${shown},`);
          await (await startEntra({ force: true })).close();
        });
    for (const environment of ["", " ", "development", "Development", "dev", "test", " TEST", "ci"])
      it(`start with ${JSON.stringify(environment)}`, async () => {
        process.env["NODE_ENV"] = environment;
        await (await startEntra()).close();
      });

    it("let others in only when told to", async () => {
      const entra = await startEntra({ host: "0.0.0.0", allowRemote: true });
      await entra.close();
    });
  });

  it("name a port that is taken, and the way out", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const said = await startEntra({ port }).catch(String);
    expect(said).to.equal(
      `Error: Port ${port} on 127.0.0.1 is in use: stop what listens there or choose another port (0 takes a free one).`,
    );
    other.close();
  });
});
