import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { listening, stopped } from "../../served.js";
import type { IssuerApi } from "../../support/issuer-api.js";
import { APP, entraClaims } from "../../support/issuer-claims.js";
import { rawSigner, type RawSigner } from "../../support/raw-signer.js";
import { unavailable } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

/** Answers a request for a document. */
type Write = (response: ServerResponse) => void;

export function hostileDocuments({ describe, it, before, after, beforeEach, issuerApis }: Suite): void {
  describe("documents that do harm", () => {
    const start = issuerApis();
    let server: Server;
    let key: RawSigner;
    let origin: string;
    let discovery: Write;
    let keys: Write;
    /** Addresses that were asked for, whoever would have answered. */
    let asked: string[];

    before(async () => {
      key = await rawSigner("good");
      server = await listening(
        createServer(({ url }, response) => (url === "/keys" ? keys : discovery)(response)),
      );
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    beforeEach(() => {
      asked = [];
      discovery = send(metadata());
      keys = send({ keys: [key.jwk] });
    });
    after(() => stopped(server));

    const metadata = (more: object = {}) => ({
      issuer: `${origin}/${TENANT}/v2.0`,
      jwks_uri: `${origin}/keys`,
      ...more,
    });
    const startApi = (): Promise<IssuerApi> =>
      start({
        tenantId: TENANT,
        authorityHost: origin,
        signingKeys: { timeout: 1 },
        fetch: (address, init) => {
          asked.push(String(address as string));
          return fetch(address, init);
        },
      });
    const token = () => key.sign(entraClaims(TENANT, 2, { iss: `${origin}/${TENANT}/v2.0`, aud: APP }));
    const paths = () => asked.map((address) => address.replace(origin, "").replace(`/${TENANT}/v2.0`, ""));

    /** Nobody is let in, operators learn this, and nothing was asked for but the two documents. */
    async function expectUseless(reason: string | RegExp): Promise<void> {
      const api = await startApi();
      const { actual } = await api.refuses(token(), unavailable, "signing_keys_unavailable");
      if (typeof reason === "string") expect(actual).to.equal(reason);
      else expect(actual).to.match(reason);
      expect(["/.well-known/openid-configuration", "/keys"]).to.include.members(paths());
    }

    it("200 with proper ones", async () => {
      await (await startApi()).admits(token());
      expect(paths()).to.deep.equal(["/.well-known/openid-configuration", "/keys"]);
    });

    describe("503 for a discovery document", () => {
      for (const jwksUri of [
        ...[
          "http://169.254.169.254/latest/meta-data",
          "http://metadata.internal/keys",
          "http://10.0.0.1/keys",
        ],
        ...[
          "file:///etc/passwd",
          "data:application/json,{}",
          "ftp://issuer.example/keys",
          "gopher://localhost/",
        ],
        ...[
          "https://user:password@issuer.example/keys",
          "http://localhost.example/keys",
          "http://0.0.0.0/keys",
        ],
        ...[
          "http://127.0.0.1.example/keys",
          "http://localhost@evil.example/keys",
          "/keys",
          "//127.0.0.1/keys",
          "",
        ],
      ])
        it(`whose jwks_uri is ${JSON.stringify(jwksUri)}: it is not asked`, async () => {
          discovery = send(metadata({ jwks_uri: jwksUri }));
          await expectUseless("the metadata's jwks_uri is not an https address");
          expect(asked).to.have.length(1);
        });
      for (const [name, more, reason] of [
        ["without jwks_uri", { jwks_uri: undefined }, "the metadata names no jwks_uri"],
        ["whose jwks_uri is a list", { jwks_uri: ["https://a.example"] }, "the metadata names no jwks_uri"],
        ["without an issuer", { issuer: undefined }, "the metadata names no issuer"],
        ["whose issuer is empty", { issuer: "" }, "the metadata names no issuer"],
        ["whose issuer is a list", { issuer: ["https://a.example"] }, "the metadata names no issuer"],
      ] as const)
        it(name, async () => {
          discovery = send(metadata(more));
          await expectUseless(reason);
        });
      it("that holds its members in a prototype's name", async () => {
        discovery = send(`{"__proto__":${JSON.stringify(metadata())}}`);
        await expectUseless("the metadata names no issuer");
      });
      for (const [name, body] of [
        ["an empty body", ""],
        ["a list", "[]"],
        ["null", "null"],
        ["a text", '"https://a.example"'],
        ["two documents", "{}{}"],
        ["100,000 brackets", "[".repeat(100_000)],
      ] as const)
        it(`that is ${name}`, async () => {
          discovery = send(body);
          await expectUseless("not a JSON object");
        });
    });

    describe("503 for a key set", () => {
      for (const [name, body, reason] of [
        ["that is empty", { keys: [] }, "the key set has no usable signing key"],
        ["without keys", {}, "no list of keys"],
        ["whose keys are an object", { keys: { 0: {}, length: 1 } }, "no list of keys"],
        ["whose keys are a text", { keys: "keys" }, "no list of keys"],
        [
          "of 101 empty keys",
          { keys: Array(101).fill({}) },
          "the key set has no usable signing key. 101 keys: its kty and its members cannot be read",
        ],
        [
          "of null, lists and texts",
          { keys: [null, [], "a", 7, true] },
          "the key set has no usable signing key. 5 keys: not a JSON object",
        ],
      ] as const)
        it(name, async () => {
          keys = send(body);
          await expectUseless(reason);
        });
      it("that holds its members in a prototype's name", async () => {
        keys = send(`{"__proto__":{"keys":[${JSON.stringify(key.jwk)}]}}`);
        await expectUseless("no list of keys");
      });
      it("that unpacks to a hundred megabytes (decompression bomb)", async () => {
        const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, " "), { level: 1 });
        keys = send(bomb, { "content-encoding": "gzip" });
        await expectUseless(/^more than \d+ bytes$/);
      });
      it("that never ends: the connection is cut", async () => {
        let cut: Promise<unknown> | undefined;
        keys = (response) => {
          cut = new Promise((resolve) => response.once("close", resolve));
          response.writeHead(200);
          const more = () => {
            while (!response.destroyed && response.write(" ".repeat(16_384)));
            response.once("drain", more);
          };
          more();
        };
        await expectUseless(/^more than \d+ bytes$/);
        await cut;
      });
      it("that ends before it should", async () => {
        keys = (response) => {
          response.writeHead(200, { "content-length": "10000" });
          response.write('{"keys":[', () => response.destroy());
        };
        await expectUseless(/./);
      });
      it("behind a redirect to a place that would answer", async () => {
        keys = (response) => void response.writeHead(302, { location: `${origin}/elsewhere` }).end();
        discovery = send(metadata());
        await expectUseless("redirects are not followed");
      });
    });

    it("200 with 99 useless keys around the good one", async () => {
      const useless = Array.from({ length: 49 }, (_, i) => ({
        kty: "RSA",
        kid: `k${i}`,
        n: "AQ",
        e: "AQAB",
      }));
      keys = send({ keys: [...useless, key.jwk, null, ...useless] });
      await (await startApi()).admits(token());
    });
  });
}

/** Answers with texts and bytes as they are, anything else as JSON. */
function send(value: unknown, headers: Record<string, string> = {}): Write {
  const body = typeof value === "string" || value instanceof Buffer ? value : JSON.stringify(value);
  return (response) =>
    void response.writeHead(200, { "content-type": "application/json", ...headers }).end(body);
}
