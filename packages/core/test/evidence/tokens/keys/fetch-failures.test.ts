import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect } from "chai";
import type { NoKeys } from "#src/evidence/tokens/keys/key-source.js";
import { hang, json, publicJwk, startKeyServer, status, text, type KeyServer } from "./key-server.js";
import { ringOf } from "./ring-of.js";

const UNUSABLE = "the key set has no usable signing key";
const NO_LIST = "no list of keys";
const NOT_JSON = "not a JSON object";
const NOT_HTTPS = "the metadata's jwks_uri is not an https address";

describe("signing keys: documents that are refused", () => {
  let server: KeyServer;
  beforeEach(async () => {
    server = await startKeyServer();
  });
  afterEach(() => server.close());

  const failureOf = async (options: Parameters<typeof ringOf>[1] = {}) => {
    const found = (await ringOf(server, options).ask()) as NoKeys;
    return found.failure.failure;
  };

  for (const path of ["/discovery", "/keys"] as const) {
    describe(path, () => {
      const cases = [
        ["500", status(500), "status 500"],
        ["404 with a JSON body", status(404, {}, '{"error":"invalid_tenant"}'), "status 404"],
        ["204", status(204, {}, ""), "status 204"],
        ["an HTML page", text("<!doctype html><title>Sign in</title>"), NOT_JSON],
        ["JSON that is cut off", text('{"keys":['), NOT_JSON],
        ["an empty body", text(""), NOT_JSON],
        ["a list", json([]), NOT_JSON],
        ["null", json(null), NOT_JSON],
        ["a text", json("keys"), NOT_JSON],
        ["more than the limit", json({ keys: [], padding: "x".repeat(20_000) }), "more than 20000 bytes"],
        ["an error of more than the limit", status(500, {}, "x".repeat(20_001)), "more than 20000 bytes"],
      ] as const;
      for (const [name, handler, failure] of cases) {
        it(`${name}: ${failure}`, async () => {
          server.instead(path, handler);
          expect(await failureOf()).to.equal(failure);
        });
      }
      for (const code of [301, 302, 303, 307, 308]) {
        it(`a redirect with ${code} is not followed`, async () => {
          server.instead(path, status(code, { location: `${server.origin}/target` }));
          expect(await failureOf()).to.equal("redirects are not followed");
          expect(server.seen).to.not.include("/target");
        });
      }
      it("an endpoint that hangs is given up after the timeout", async () => {
        server.instead(path, hang);
        expect(await failureOf({ timeout: 50 })).to.equal("no complete answer within 50 ms");
      });
      it("a body that drips is given up after the timeout too", async () => {
        server.instead(path, (_req, res) => {
          const drip = setInterval(() => res.write(" "), 10);
          res.on("close", () => clearInterval(drip));
        });
        expect(await failureOf({ timeout: 100 })).to.equal("no complete answer within 100 ms");
      });
      it("a connection that breaks off", async () => {
        server.instead(path, (_req, res) => {
          res.writeHead(200, { "content-length": "100" }).write("{", () => res.destroy());
        });
        expect(await failureOf()).to.match(/^UND_ERR_SOCKET$|closed|terminated/);
      });
    });
  }

  it("an endless body is cut off at the limit", async () => {
    let sent = 0;
    const cut = new Promise<void>((closed) => {
      server.instead("/keys", (_req: IncomingMessage, res: ServerResponse) => {
        res.on("close", closed);
        void (async () => {
          while (!res.destroyed) {
            sent += 1000;
            if (!res.write("x".repeat(1000))) await Promise.race([once(res, "drain"), once(res, "close")]);
            await new Promise((later) => setImmediate(later));
          }
        })();
      });
    });
    expect(await failureOf()).to.equal("more than 20000 bytes");
    await cut;
    expect(sent).to.be.lessThan(5_000_000);
  });
  it("an issuer that refuses connections", async () => {
    const gone = await startKeyServer();
    await gone.close();
    const { kids } = ringOf(gone);
    expect(await kids()).to.equal("ECONNREFUSED");
  });

  describe("metadata (OpenID Connect Discovery 1.0 §3)", () => {
    const issuer = "https://login.example/issuer";
    const cases = [
      ["no issuer", { jwks_uri: "https://login.example/keys" }, "the metadata names no issuer"],
      [
        "an empty issuer",
        { issuer: "", jwks_uri: "https://login.example/keys" },
        "the metadata names no issuer",
      ],
      [
        "a list of issuers",
        { issuer: [issuer], jwks_uri: "https://login.example/keys" },
        "the metadata names no issuer",
      ],
      ["no jwks_uri", { issuer }, "the metadata names no jwks_uri"],
      ["plain http to elsewhere", { issuer, jwks_uri: "http://login.example/keys" }, NOT_HTTPS],
      [
        "a name that begins like this machine's",
        { issuer, jwks_uri: "http://127.0.0.1.evil.example/" },
        NOT_HTTPS,
      ],
      ["credentials in the address", { issuer, jwks_uri: "https://user:pass@login.example/keys" }, NOT_HTTPS],
      ["a file", { issuer, jwks_uri: "file:///etc/passwd" }, NOT_HTTPS],
      ["a data address", { issuer, jwks_uri: 'data:application/json,{"keys":[]}' }, NOT_HTTPS],
      ["a relative address", { issuer, jwks_uri: "/keys" }, NOT_HTTPS],
    ] as const;
    for (const [name, metadata, failure] of cases) {
      it(`${name}: ${failure}`, async () => {
        server.metadata = metadata;
        expect(await failureOf()).to.equal(failure);
        expect(server.seen).to.deep.equal(["/discovery"]);
      });
    }
  });

  describe("metadata found below an issuer (OpenID Connect Discovery 1.0 §4.3)", () => {
    const place = (expectedIssuer: string) => ({
      discoveryUrl: `${server.origin}/discovery`,
      expectedIssuer,
    });
    it("names it", async () => {
      expect(await ringOf(server, { place: place(`${server.origin}/issuer`) }).kids()).to.deep.equal(["k1"]);
    });
    it("names another: nobody is asked for keys", async () => {
      const failure = `the metadata is of another issuer, ${server.origin}/issuer`;
      expect(await failureOf({ place: place(`${server.origin}/issuer/`) })).to.equal(failure);
      expect(server.seen).to.deep.equal(["/discovery"]);
    });
    it("cannot be had: that is the failure", async () => {
      server.instead("/discovery", status(500));
      expect(await failureOf({ place: place("https://login.example") })).to.equal("status 500");
    });
  });

  describe("key sets (RFC 7517 §5)", () => {
    const cases = [
      ["an empty list", { keys: [] }, UNUSABLE],
      ["no list", {}, NO_LIST],
      ["an object in place of the list", { keys: { k1: publicJwk("k1") } }, NO_LIST],
      ["null in place of the list", { keys: null }, NO_LIST],
      ["no object among them", { keys: [null, 1, "k", []] }, `${UNUSABLE}. 4 keys: not a JSON object`],
      [
        "a key for encryption only",
        { keys: [publicJwk("k1", { use: "enc" })] },
        `${UNUSABLE}. 1 key: use is not sig`,
      ],
      [
        "a symmetric key only",
        { keys: [{ kty: "oct", kid: "k1", k: "c2VjcmV0" }] },
        `${UNUSABLE}. 1 key: kty oct, a published secret`,
      ],
      [
        "RSA of 1024 bits only",
        { keys: [publicJwk("k1", { bits: 1024 })] },
        `${UNUSABLE}. 1 key: too short, or of a kind that verifies nothing`,
      ],
    ] as const;
    for (const [name, document, failure] of cases) {
      it(`${name}: ${failure}`, async () => {
        server.instead("/keys", json(document));
        expect(await failureOf()).to.equal(failure);
      });
    }
    it("one usable key among hundreds that are not serves", async () => {
      server.keys = [...Array<object>(999).fill({}), publicJwk("k1")];
      expect(await ringOf(server).kids()).to.deep.equal(["k1"]);
    });
  });
});
