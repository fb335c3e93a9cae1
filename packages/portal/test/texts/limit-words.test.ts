import { expect } from "chai";
import { catalogLimitWords, limitWords } from "#src/texts/limit-words.js";
import { fieldNameOf } from "#src/texts/text-problem.js";

describe("limits in words", () => {
  for (const [kind, limit, renewalPeriod, words] of [
    ["rate", 5, 60, "5 calls per minute"],
    ["rate", 1, 1, "1 call per second"],
    ["rate", 100, 300, "100 calls per 5 minutes"],
    ["rate", 100, 90, "100 calls per 90 seconds"],
    ["quota", 10_000, 2_592_000, "10,000 calls per month (30 days)"],
    ["quota", 1000, 172_800, "1,000 calls per 2 days"],
    ["quota", 100, 0, "100 calls in total"],
    ["bandwidth", 40_000, 604_800, "40,000 kilobytes per week"],
  ] as const)
    it(words, () => {
      expect(limitWords({ kind, limit, renewalPeriod })).to.equal(words);
    });

  it("with the API, the operation and what is counted apart", () => {
    const limit = {
      kind: "rate",
      limit: 2,
      renewalPeriod: 60,
      per: "other",
      api: "orders",
      operation: "list",
    } as const;
    expect(catalogLimitWords(limit, { api: () => "Orders" })).to.equal(
      "2 calls per minute, to API Orders, operation list, for each value that is counted apart, such as an address",
    );
  });
});

describe("the name of a field", () => {
  for (const [label, name] of [
    ["I accept the terms of Pro", "i-accept-the-terms-of-pro"],
    ["E-mail", "e-mail"],
    ["I accept the terms of Über & Söhne!", "i-accept-the-terms-of-über-söhne"],
  ] as const)
    it(label, () => {
      expect(fieldNameOf(label)).to.equal(name);
    });
});
