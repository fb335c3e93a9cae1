import { expect } from "chai";
import { settleCheckHeader } from "#src/options/check-header.js";
import { judgeHeader } from "#src/policies/connection/check-header.js";

const check = (more: { ignoreCase?: boolean; values?: readonly string[] } = {}) =>
  settleCheckHeader([
    {
      name: "X-Shared-Secret",
      failedCheckHttpCode: 418,
      failedCheckErrorMessage: "Not authorized",
      ignoreCase: false,
      ...more,
    },
  ])[0]!;
const judge = (policy: ReturnType<typeof check>, sent: string | readonly string[] | undefined) =>
  judgeHeader(policy, { header: (name) => (name === "x-shared-secret" ? sent : undefined) });

describe("check-header", () => {
  const rows: readonly (readonly [
    name: string,
    policy: ReturnType<typeof check>,
    sent: string | readonly string[] | undefined,
    actual: string | undefined,
  ])[] = [
    ["absent", check(), undefined, "nothing"],
    ["present", check(), "anything", undefined],
    ["empty", check(), "", "an empty value"],
    ["blank", check(), " \t", "an empty value"],
    ["twice", check(), ["a", "a"], "sent 2 times"],
    ["twice, both accepted", check({ values: ["a"] }), ["a", "a"], "sent 2 times"],
    ["several times", check(), ["a", "b", "c"], "sent 3 times"],
    ["an accepted value", check({ values: ["b", "a"] }), "a", undefined],
    ["another value", check({ values: ["a"] }), "b", "another value"],
    ["a beginning", check({ values: ["secret"] }), "secre", "another value"],
    ["a longer value", check({ values: ["secret"] }), "secret1", "another value"],
    ["two in one line", check({ values: ["a"] }), "a, a", "another value"],
    ["another case", check({ values: ["Secret"] }), "secret", "another value"],
    ["another case, ignored", check({ values: ["Secret"], ignoreCase: true }), "sEcReT", undefined],
    [
      "another value, case ignored",
      check({ values: ["Secret"], ignoreCase: true }),
      "secrets",
      "another value",
    ],
    ["beyond ASCII", check({ values: ["é"] }), "é", undefined],
  ];
  for (const [name, policy, sent, actual] of rows)
    it(name, () => expect(judge(policy, sent)?.actual).to.equal(actual));

  it("finds nothing in what is accepted", () => {
    expect(judge(check(), "anything")).to.equal(undefined);
    expect(judge(check({ values: ["a"] }), "a")).to.equal(undefined);
    expect(judge(check(), undefined)).to.include({ expected: "X-Shared-Secret", actual: "nothing" });
  });

  it("answers as the option says and reports no value", () => {
    expect(judge(check({ values: ["f6dc69a0", "0c1d2e3f"] }), "stolen")).to.deep.equal({
      code: "header_check",
      expected: "X-Shared-Secret with one of 2 values",
      actual: "another value",
      status: 418,
      message: "Not authorized",
    });
  });
});
