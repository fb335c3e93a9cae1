import { expect } from "chai";
import { wantsJson } from "#src/http/wants-json.js";

describe("Accept (RFC 9110, section 12.5.1)", () => {
  for (const accept of [
    "application/json",
    "Application/JSON; charset=utf-8",
    "application/problem+json",
    "application/*",
    "application/json, */*",
    "application/json, text/plain, */*",
    "text/html;q=0.8, application/json;q=0.9",
    "text/html;q=0, */*;q=0.1",
    "*/*;q=0.1, application/json;q=0.1",
    "application/json;q=1.000",
    "text/*, application/json",
  ])
    it(`${accept}: JSON`, () => {
      expect(wantsJson(accept)).to.equal(true);
    });

  for (const accept of [
    null,
    "",
    "*/*",
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/html, application/json",
    "application/json;q=0",
    "application/json;q=0, */*",
    "application/json;q=0.5, */*",
    "application/json;q=2",
    "application/json;q=-1",
    "application/json;q=0.1234",
    "application/*;q=0.5, */*",
    "text/plain",
    "application/jsonx",
    `application/json${" ".repeat(1024)}`,
  ])
    it(`${accept?.slice(0, 100)}: a page`, () => {
      expect(wantsJson(accept)).to.equal(false);
    });
});
