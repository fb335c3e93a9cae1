import { expect } from "chai";
import { discover } from "#src/evidence/tokens/keys/discovery.js";
import { isTrustworthyUrl } from "#src/lib/trustworthy-url.js";

const DISCOVERY = "https://issuer.example/.well-known/openid-configuration";
const issuer = "https://issuer.example";
const jwks_uri = "https://issuer.example/keys";

const discovered = (document: object, url = DISCOVERY) =>
  discover(url, {
    fetch: () => Promise.resolve(Response.json(document)),
    timeout: 1_000,
    maxBytes: 10_000,
    signal: new AbortController().signal,
  });

describe("discover: what we take from a document", () => {
  const good = { issuer, jwksUri: jwks_uri };
  const cases = [
    ["issuer and keys", {}, good],
    [
      "Entra's cloud",
      { cloud_instance_name: "microsoftonline.com" },
      { ...good, cloud: "microsoftonline.com" },
    ],
    ["no cloud that is no text", { cloud_instance_name: ["microsoftonline.com"] }, good],
    ["nothing else", { jwks: { keys: [] }, token_endpoint: "https://evil.example" }, good],
  ] as const;
  for (const [what, over, expected] of cases) {
    it(what, async () => {
      expect(await discovered({ issuer, jwks_uri, ...over })).to.deep.equal(expected);
    });
  }
});

describe("discover: where an issuer may send us", () => {
  const LOCAL = "http://localhost:8080/keys";
  const OTHER_LOCAL = "http://127.0.0.1:9090/discovery";
  const cases = [
    ["another host over https", DISCOVERY, "https://keys.example/", true],
    ["from this machine to this machine", OTHER_LOCAL, LOCAL, true],
    ["from this machine to the network", OTHER_LOCAL, jwks_uri, true],
    ["from the network to a port of this machine", DISCOVERY, LOCAL, false],
    ["from the network, over http", DISCOVERY, "http://issuer.example/keys", false],
    ["from this machine, over http to the network", OTHER_LOCAL, "http://issuer.example/keys", false],
  ] as const;
  for (const [what, url, to, allowed] of cases) {
    it(`${what}: ${allowed ? "allowed" : "refused"}`, async () => {
      expect(await discovered({ issuer, jwks_uri: to }, url)).to.deep.equal(
        allowed ? { issuer, jwksUri: to } : { failure: "the metadata's jwks_uri is not an https address" },
      );
    });
  }
});

describe("isTrustworthyUrl", () => {
  const cases = [
    ["https://issuer.example", true],
    ["https://issuer.example:8443/realm?x=1", true],
    ["http://localhost:8080", true],
    ["http://127.0.0.1", true],
    ["http://[::1]:80/", true],
    ["http://issuer.example", false],
    ["http://localhost.evil.example", false],
    ["http://127.0.0.2", false],
    ["http://0.0.0.0", false],
    ["https://user@issuer.example", false],
    ["https://:password@issuer.example", false],
    ["http://user@localhost", false],
    ["ftp://issuer.example", false],
    ["ftp://localhost", false],
    ["file:///etc/passwd", false],
    ["javascript:alert(1)", false],
    ["issuer.example", false],
    ["", false],
  ] as const;
  for (const [text, expected] of cases) {
    it(`${text}: ${expected}`, () => void expect(isTrustworthyUrl(text)).to.equal(expected));
  }
});
