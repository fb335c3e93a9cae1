import { createHash } from "node:crypto";
import { publishAuthority } from "../../support/entra-documents.js";
import type { IssuerApi } from "../../support/issuer-api.js";
import { entraClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { macced, part } from "../../support/jose-parts.js";
import { rawSigner, type RawSigner } from "../../support/raw-signer.js";
import { badToken } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const SECRET = Buffer.alloc(64, 7);

export function publishedKeys({ describe, it, before, after, issuerApis }: Suite): void {
  describe("keys in the published set that must not verify tokens", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let api: IssuerApi;
    let good: RawSigner;
    let short: RawSigner;
    let elliptic: RawSigner;
    let edwards: RawSigner;

    before(async () => {
      [good, short, elliptic, edwards] = await Promise.all([
        rawSigner("good"),
        rawSigner("short", "RS256", 1024),
        rawSigner("elliptic", "ES256"),
        rawSigner("edwards", "EdDSA"),
      ]);
      world = await startIssuerServer();
      const like = (kid: string, more: object) => [{ jwk: { ...good.jwk, kid } }, more] as const;
      publishAuthority(world, {
        at: TENANT,
        keys: [
          [good],
          [short],
          [elliptic],
          [edwards],
          [{ jwk: { kty: "oct", kid: "secret", use: "sig", k: SECRET.toString("base64url") } }],
          like("oct in RSA's clothes", { kty: "oct", k: SECRET.toString("base64url") }),
          like("enc", { use: "enc" }),
          like("wrap", { use: undefined, key_ops: ["encrypt", "wrapKey"] }),
          like("no operation", { use: undefined, key_ops: [] }),
          like("operation in a text", { use: undefined, key_ops: "verify" }),
          like("verifies", { use: undefined, key_ops: ["verify"] }),
          like("exponent one", { e: "AQ" }),
          like("PS256 only", { alg: "PS256" }),
          like("RS256 only", { alg: "RS256" }),
          like("alg in a list", { alg: ["RS256"] }),
          like("other cloud", { cloud_instance_name: "microsoftonline.us" }),
          like("consumers", {
            issuer: "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
          }),
          like("lookalike issuer", { issuer: "https://login.microsoftonline.com.example/{tenantid}/v2.0" }),
        ],
      });
      api = await start({ tenantId: TENANT, fetch: world.fetch });
    });
    after(() => world.close());

    const claims = () => entraClaims(TENANT, 2);
    const header = (kid: string, alg = "RS256") => ({ typ: "JWT", alg, kid });

    for (const kid of ["enc", "wrap", "no operation", "operation in a text", "PS256 only", "alg in a list"])
      it(`401 token_unknown_key: "${kid}", whose private half signed rightly`, () =>
        api.refuses(good.sign(claims(), header(kid)), badToken, "token_unknown_key"));
    for (const kid of ["other cloud", "consumers", "lookalike issuer"])
      it(`401 token_key_issuer: "${kid}", whose private half signed rightly`, () =>
        api.refuses(good.sign(claims(), header(kid)), badToken, "token_key_issuer"));

    it("401 token_unknown_key: RSA of 1024 bits (RFC 7518 §3.3)", () =>
      api.refuses(short.sign(claims()), badToken, "token_unknown_key"));

    it("401 token_unknown_key: RSA with exponent 1, where the padded hash is its own signature", async () => {
      const input = `${part(header("exponent one"))}.${part(claims())}`;
      const signature = paddedHash(input, Buffer.from(good.jwk.n!, "base64url").length).toString("base64url");
      await api.refuses(`${input}.${signature}`, badToken, "token_unknown_key");
    });

    for (const kid of ["secret", "oct in RSA's clothes"]) {
      it(`401 token_algorithm: HS256 with the published secret "${kid}"`, () =>
        api.refuses(macced(good.sign(claims(), header(kid)), "HS256", SECRET), badToken, "token_algorithm"));
      it(`401 token_unknown_key: RS256 under the kid "${kid}"`, () =>
        api.refuses(good.sign(claims(), header(kid)), badToken, "token_unknown_key"));
    }

    it("401 token_algorithm: ES256 and EdDSA, rightly signed by published keys", async () => {
      await api.refuses(elliptic.sign(claims()), badToken, "token_algorithm");
      await api.refuses(edwards.sign(claims()), badToken, "token_algorithm");
    });
    it("401 token_unknown_key: RS256 under the kid of an elliptic key", () =>
      api.refuses(good.sign(claims(), header("elliptic")), badToken, "token_unknown_key"));

    for (const kid of ["good", "verifies", "RS256 only"])
      it(`200 "${kid}"`, () => api.admits(good.sign(claims(), header(kid))));
  });
}

/** What an RS256 signature turns into when it is raised to the key's exponent (EMSA-PKCS1-v1_5, RFC 8017 §9.2). */
function paddedHash(input: string, size: number): Buffer {
  const algorithm = Buffer.from("3031300d060960864801650304020105000420", "hex");
  const hash = createHash("sha256").update(input).digest();
  const filling = Buffer.alloc(size - 3 - algorithm.length - hash.length, 0xff);
  return Buffer.concat([Buffer.from([0, 1]), filling, Buffer.from([0]), algorithm, hash]);
}
