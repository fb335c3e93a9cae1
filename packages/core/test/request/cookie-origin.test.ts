import { expect } from "chai";
import { readCredentials, type CredentialSources } from "#src/request/credentials.js";
import { settle } from "#src/options/settings.js";
import { viewOf } from "./view-of.js";

const { sources } = settle({
  products: { partner: { accepts: ["key"] } },
  subscriptions: [],
  tokenSource: { cookie: "token" },
  origins: ["https://app.example"],
});
const cookie = "token=a.b.c";
const SAFE = ["GET", "HEAD", "OPTIONS"];
const UNSAFE = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY", "get", ""];

type Fields = Parameters<typeof viewOf>[0];

const tokenIn = (headers: Fields, method = "POST", from: CredentialSources = sources) =>
  readCredentials(viewOf(headers, { method }), from).token;
const code = (headers: Fields, method?: string) => {
  const found = tokenIn({ cookie, ...headers }, method);
  return found.kind === "malformed" ? found.code : found.kind;
};

describe("a token in a cookie: which page sends the request", () => {
  for (const method of SAFE)
    it(`${method || "none"}: any`, () => {
      expect(code({ origin: "https://evil.example", "sec-fetch-site": "cross-site" }, method)).to.equal(
        "present",
      );
      expect(code({}, method)).to.equal("present");
    });

  for (const method of UNSAFE)
    it(`${JSON.stringify(method)}: one that shows its origin`, () => {
      expect(code({}, method)).to.equal("origin_not_allowed");
      expect(code({ "sec-fetch-site": "same-origin" }, method)).to.equal("present");
      expect(code({ origin: "https://app.example" }, method)).to.equal("present");
    });

  it("GET that asks for an upgrade: one that shows its origin", () => {
    const upgrade = "websocket";
    expect(code({ upgrade }, "GET")).to.equal("origin_not_allowed");
    expect(code({ upgrade, origin: "https://evil.example" }, "GET")).to.equal("origin_not_allowed");
    expect(code({ upgrade, origin: "https://app.example" }, "GET")).to.equal("present");
    expect(code({ upgrade, "sec-fetch-site": "same-origin" }, "GET")).to.equal("present");
  });

  for (const site of ["same-site", "cross-site", "none", "Same-Origin", "same-origin,same-origin", ""])
    it(`Sec-Fetch-Site: ${site || "(empty)"} alone does not`, () =>
      expect(code({ "sec-fetch-site": site })).to.equal("origin_not_allowed"));
  it("two Sec-Fetch-Site fields do not", () =>
    expect(code({ "sec-fetch-site": ["same-origin", "same-origin"] })).to.equal("origin_not_allowed"));

  for (const origin of [
    "null",
    "",
    "https://app.example:444",
    "http://app.example",
    "https://app.example.evil.example",
  ])
    it(`Origin: ${origin || "(empty)"} does not`, () =>
      expect(code({ origin })).to.equal("origin_not_allowed"));
  it("two Origin fields do not", () =>
    expect(code({ origin: ["https://app.example", "https://app.example"] })).to.equal("origin_not_allowed"));
  it("an origin that is listed does, whatever Sec-Fetch-Site says", () =>
    expect(code({ origin: "HTTPS://App.Example:443", "sec-fetch-site": "cross-site" })).to.equal("present"));

  it("no cookie of this name: nothing is checked", () => {
    expect(tokenIn({ cookie: "other=1" })).to.deep.equal({ kind: "absent" });
    expect(tokenIn({})).to.deep.equal({ kind: "absent" });
  });
  it("a token at another place: nothing is checked", () => {
    const other = { ...sources, token: { query: "token" } };
    expect(
      readCredentials(viewOf({ cookie }, { method: "POST", query: { token: "a.b.c" } }), other).token,
    ).to.deep.equal({ kind: "present", value: "a.b.c" });
  });
  it("tells operators what was sent, what is accepted and what to write, and no token", () => {
    const found = tokenIn({ cookie, origin: "https://evil.example" });
    expect(found).to.include({
      code: "origin_not_allowed",
      expected: "Sec-Fetch-Site: same-origin or https://app.example",
      actual: "https://evil.example",
    });
    expect(JSON.stringify(found)).to.include("origins: [").and.not.include("a.b.c");
  });
  it("a cookie that is too long, and a field that is", () => {
    const long = "a".repeat(sources.maxTokenLength + 1);
    expect(code({ cookie: `token=${long}` }, "GET")).to.equal("token_too_long");
    expect(code({ cookie: `${cookie}; b=${"b".repeat(100_000)}` }, "GET")).to.equal("token_too_long");
  });
});
