import { expect } from "chai";
import { isGuid } from "#src/lib/guid.js";

const GUID = "aaaabbbb-0000-CCCC-1111-dddd2222EEEE";
const DEFINED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

describe("isGuid", () => {
  it("takes 8-4-4-4-12 hexadecimal digits in either case", () => expect(isGuid(GUID)).to.equal(true));

  it("agrees with the definition, whatever character stands at whatever place", () => {
    for (let place = 0; place < GUID.length; place++)
      for (let code = 0; code < 300; code++) {
        const text = GUID.slice(0, place) + String.fromCharCode(code) + GUID.slice(place + 1);
        expect(isGuid(text), JSON.stringify(text)).to.equal(DEFINED.test(text));
      }
  });

  for (const other of [
    "",
    GUID.slice(1),
    `${GUID}0`,
    `${GUID}\n`,
    ` ${GUID}`,
    `{${GUID}}`,
    36,
    null,
    undefined,
    [GUID],
  ])
    it(`refuses ${JSON.stringify(other)}`, () => expect(isGuid(other)).to.equal(false));
});
