import { expect } from "chai";
import { part } from "../../support/jose-parts.js";
import type { Suite } from "../../suite.js";

export function structure({ describe, it, entraWorld }: Suite): void {
  describe("the parts of a token (RFC 7515 §7.1)", () => {
    const entra = entraWorld();
    const good = () => entra.token();
    const nth = (i: number) => good().split(".")[i]!;
    const json = () => JSON.stringify(entra.claims());

    const malformed: Record<string, () => string> = {
      "one part": () => nth(0),
      "two parts": () => `${nth(0)}.${nth(1)}`,
      "two parts and a dot": () => `${nth(0)}.${nth(1)}.`,
      "four parts": () => `${good()}.${nth(2)}`,
      "a dot behind": () => `${good()}.`,
      "a dot in front": () => `.${good()}`,
      "an empty payload": () => `${nth(0)}..${nth(2)}`,
      "an empty header": () => `.${nth(1)}.${nth(2)}`,
      "dots alone": () => "..",
      "500 dots": () => ".".repeat(500),
      "five parts, like an encrypted token": () => `${good()}.${nth(1)}.${nth(2)}`,
      "JSON serialization": () => JSON.stringify({ payload: nth(1), protected: nth(0), signature: nth(2) }),
      "a padded signature": () => `${good()}==`,
      "a padded payload": () => `${nth(0)}.${nth(1)}=.${nth(2)}`,
      "standard base64 in the signature": () => `${good().replaceAll("-", "+").slice(0, -1)}/`,
      "percent-encoded dots": () => good().replaceAll(".", "%2E"),
      "a space before a dot": () => good().replace(".", " ."),
      "a tab after a dot": () => good().replace(".", ".\t"),
      "a space in the signature": () => `${good().slice(0, -4)} ${good().slice(-4)}`,
      "loose last bits": () => good().replace(/.$/, (last) => (last === "B" ? "C" : "B")),
      "quotes around": () => `"${good()}"`,
      "a payload that is no JSON": () => entra.token("exp"),
      "a payload cut off": () => entra.token(json().slice(0, -1)),
      "a payload with a comment": () => entra.token(`${json()}/* */`),
      "a payload in single quotes": () => entra.token(json().replaceAll('"', "'")),
      "a payload with a comma too many": () => entra.token(json().replace(/}$/, ",}")),
      "a payload with NaN": () => entra.token(json().replace(/"exp":\d+/, '"exp":NaN')),
      "a payload with Infinity": () => entra.token(json().replace(/"exp":\d+/, '"exp":Infinity')),
      "two payloads": () => entra.token(json() + json()),
      "a list": () => entra.token(JSON.stringify([entra.claims()])),
      "a text": () => entra.token(JSON.stringify("claims")),
      "a number": () => entra.token("7"),
      null: () => entra.token("null"),
      true: () => entra.token("true"),
      "no payload at all, signed": () => entra.token(""),
      "a byte order mark": () => entra.token(`\ufeff${json()}`),
      "bytes that are no UTF-8": () =>
        entra.token(Buffer.from(json().replace(/}$/, ',"n":"\xff"}'), "latin1")),
      "overlong UTF-8": () => entra.token(Buffer.from(json().replace(/}$/, ',"n":"\xc0\xaf"}'), "latin1")),
      "UTF-16": () => entra.token(Buffer.from(json(), "utf16le")),
      "a NUL behind the payload": () => entra.token(`${json()}\0`),
      "a header that is a list": () => entra.token({}, '["RS256"]'),
      "a header that is a text": () => entra.token({}, '"RS256"'),
      "a header that is null": () => entra.token({}, "null"),
    };
    for (const [name, make] of Object.entries(malformed))
      it(`401 token_malformed: ${name}`, async () => {
        await entra.refuses(make(), "token_malformed");
      });

    it("401 token_algorithm: a header without members", () =>
      entra.refuses(`e30.${part(entra.claims())}.AAAA`, "token_algorithm"));

    it("200 white space and escapes inside the JSON", () =>
      entra.admits(entra.token(JSON.stringify(entra.claims(), null, "\t").replace('"aud"', '"\\u0061ud"'))));
    it("200 letters of every script", () => entra.admits(entra.token({ name: "Zoë ✓ 李 🦉" })));

    it("members in a prototype's name lend nothing", async () => {
      const { aud, ...rest } = entra.claims();
      const lent = (more: object) =>
        entra.token(
          `{"__proto__":{"aud":${JSON.stringify(aud)}},${JSON.stringify({ ...rest, ...more }).slice(1)}`,
        );
      await entra.refuses(lent({}), "token_audience");
      await entra.refuses(lent({ constructor: { aud } }), "token_audience");
      await entra.admits(lent({ aud }));
      expect({}).not.to.have.property("aud");
    });
  });
}
