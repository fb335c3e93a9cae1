import { expect } from "chai";
import { originOf } from "#src/request/origin.js";

describe("originOf: the canonical form of an origin (RFC 6454)", () => {
  for (const [written, canonical] of [
    ["https://app.example", "https://app.example"],
    ["HTTPS://App.Example:443", "https://app.example"],
    ["http://localhost:5173", "http://localhost:5173"],
    ["http://[::1]:80", "http://[::1]"],
    ["https://b\u00fccher.example", "https://xn--bcher-kva.example"],
    ["chrome-extension://abcdefghijklmnop", "chrome-extension://abcdefghijklmnop"],
  ] as const)
    it(`${written} is ${canonical}`, () => expect(originOf(written)).to.equal(canonical));

  for (const written of [
    ...["", "null", "*", "app.example", "https://", "https://app.example/", "https://app.example/x"],
    ...["https://user@app.example", "https://app.example?x", "https://a.example https://b.example"],
    ...["https://app.example:99999", "https:\\\\app.example", "javascript:alert(1)"],
  ])
    it(`${JSON.stringify(written)} is none`, () => expect(originOf(written)).to.equal(undefined));
});
