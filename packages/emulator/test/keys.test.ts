import { createHash, X509Certificate } from "node:crypto";
import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from "jose";

interface KeysDocument {
  keys: (JWK & { kid: string; x5c: string[] })[];
}

describe("keys", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra();
  });
  after(() => entra.close());

  const read = async (path: string): Promise<KeysDocument> => {
    const response = await fetch(`${entra.origin}/${path}`);
    expect(response.headers.get("access-control-allow-origin")).to.equal("*");
    return (await response.json()) as KeysDocument;
  };
  const published = (): Promise<KeysDocument> => read(`${entra.tenantId}/discovery/v2.0/keys`);

  describe("as published", () => {
    it("have exactly Entra's members: no alg, and the issuer template in version 2", async () => {
      for (const tenant of [entra.tenantId, entra.tenantDomain, "common", "organizations"]) {
        for (const key of (await read(`${tenant}/discovery/v2.0/keys`)).keys) {
          expect(key).to.have.all.keys(
            "kty",
            "use",
            "kid",
            "x5t",
            "n",
            "e",
            "x5c",
            "cloud_instance_name",
            "issuer",
          );
          expect(key).to.include({
            kty: "RSA",
            use: "sig",
            e: "AQAB",
            cloud_instance_name: "microsoftonline.com",
            issuer: `${entra.origin}/{tenantid}/v2.0`,
          });
        }
      }
    });

    it("have neither issuer nor cloud in version 1", async () => {
      for (const tenant of [entra.tenantId, "common"]) {
        for (const key of (await read(`${tenant}/discovery/keys`)).keys)
          expect(key).to.have.all.keys("kty", "use", "kid", "x5t", "n", "e", "x5c");
      }
    });

    it("are named by the SHA-1 of a self-signed certificate that holds the same key", async () => {
      for (const { kid, x5t, n, x5c } of (await published()).keys) {
        const certificate = new X509Certificate(Buffer.from(x5c[0]!, "base64"));
        expect(createHash("sha1").update(certificate.raw).digest("base64url")).to.equal(kid);
        expect(x5t).to.equal(kid);
        expect(certificate.publicKey.export({ format: "jwk" }).n).to.equal(n);
        expect(certificate.verify(certificate.publicKey)).to.equal(true);
        expect(x5c).to.have.length(1);
      }
    });

    it("are at least two, of which one never signs", async () => {
      const kids = (await published()).keys.map(({ kid }) => kid);
      expect(kids).to.have.length(2).and.to.include(entra.keys.signingKid);
      expect(entra.keys.published().map(({ kid }) => kid)).to.deep.equal(kids);
      for (let times = 0; times < 5; times++) {
        const token = await entra.tokenFor({ client: "contoso", product: "starter" });
        expect(decodeProtectedHeader(token).kid).to.equal(entra.keys.signingKid);
      }
    });
  });

  describe("rotating", () => {
    const token = (): Promise<string> => entra.tokenFor({ client: "contoso", product: "starter" });
    const isGood = async (jws: string): Promise<boolean> =>
      jwtVerify(jws, createLocalJWKSet(await published())).then(
        () => true,
        () => false,
      );

    it("goes in three steps: publish, sign, retire", async () => {
      const before = entra.keys.signingKid;
      const old = await token();
      const kid = await entra.keys.publish();
      expect((await published()).keys.map((key) => key.kid)).to.include.members([before, kid]);
      expect(entra.keys.signingKid).to.equal(before);

      entra.keys.signWith(kid);
      const young = await token();
      expect(decodeProtectedHeader(young).kid).to.equal(kid);
      expect([await isGood(old), await isGood(young)]).to.deep.equal([true, true]);

      entra.keys.retire(before);
      expect([await isGood(old), await isGood(young)]).to.deep.equal([false, true]);
    });

    it("does all at once in an emergency", async () => {
      const before = entra.keys.signingKid;
      const old = await token();
      const kid = await entra.keys.emergency();
      expect(entra.keys.signingKid).to.equal(kid);
      expect(entra.keys.published().map((key) => key.kid))
        .to.include(kid)
        .and.not.include(before);
      expect([await isGood(old), await isGood(await token())]).to.deep.equal([false, true]);
    });

    it("refuses steps that make no sense", () => {
      expect(() => entra.keys.retire(entra.keys.signingKid)).to.throw(/This key signs/);
      expect(() => entra.keys.signWith("nobody")).to.throw('No published key has the kid "nobody".');
      expect(() => entra.keys.retire("nobody")).to.throw('No published key has the kid "nobody".');
    });
  });
});
