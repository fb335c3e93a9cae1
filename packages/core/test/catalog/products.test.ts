import { expect } from "chai";
import { audiencesOf } from "#src/catalog/products.js";

const ID = "55556666-ffff-7777-aaaa-8888bbbb9999";
const OTHER = "7b0c9e11-2222-4333-8444-955566667777";
const URI = "https://contoso.example/orders";
const derived = [ID, `api://${ID}`, `api://${ID}/`];

describe("audiencesOf: the aud values of v1 and of v2 tokens", () => {
  const cases = [
    // name, as configured, v1, v2
    ["an application id", [ID], derived, [ID]],
    ["its identifier URI", [`api://${ID}`], derived, [ID]],
    ["both spellings", [ID, `api://${ID}`], derived, [ID]],
    ["upper case, which Entra never writes", [ID.toUpperCase()], derived, [ID]],
    ["upper case in the URI", [`api://${ID.toUpperCase()}`], derived, [ID]],
    ["another URI has no v2 spelling", [URI], [URI, `${URI}/`], []],
    ["a URI with a slash is kept as it is", [`${URI}/`], [`${URI}/`], []],
    ["a URI in its own case", ["api://Orders"], ["api://Orders", "api://Orders/"], []],
    ["a URI and an id", [URI, ID], [ID, URI, `${URI}/`, `api://${ID}`, `api://${ID}/`], [ID]],
    [
      "two ids",
      [ID, OTHER],
      [ID, OTHER, ...derived.slice(1), `api://${OTHER}`, `api://${OTHER}/`],
      [ID, OTHER],
    ],
    ["an id with more behind it", [`${ID}/x`], [`${ID}/x`, `${ID}/x/`], []],
    ["none", [], [], []],
  ] as const;
  for (const [name, configured, v1, v2] of cases) {
    it(name, () => {
      const found = audiencesOf(configured);
      expect(found["entra-v1"]).to.have.members(v1).and.to.have.length(v1.length);
      expect(found["entra-v2"]).to.deep.equal(v2);
    });
  }
  it("other issuers write it as it is configured", () => {
    expect(audiencesOf(["orders", `api://${ID.toUpperCase()}`, "orders"]).openid).to.deep.equal([
      "orders",
      `api://${ID.toUpperCase()}`,
    ]);
  });
  it("cannot be changed", () => {
    expect(Object.values(audiencesOf([ID])).map(Object.isFrozen)).to.deep.equal([true, true, true]);
  });
});
