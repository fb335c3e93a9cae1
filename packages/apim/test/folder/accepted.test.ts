import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@product-auth/core";
import { expect } from "chai";
import { readAccepted } from "#src/folder/read-accepted.js";

describe("the file of accepted findings", () => {
  let folder: string;
  let path: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-accepted-"));
    path = join(folder, "accepted.json");
  });
  after(() => rm(folder, { recursive: true }));

  const entry = { code: "condition", at: "apis/orders/policy.xml", reason: "checked in the API" };
  const problemsOf = async (content: unknown) => {
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    return readAccepted(path).then(
      () => [],
      (error: unknown) => {
        expect(error).to.be.instanceOf(ConfigurationError);
        return (error as ConfigurationError).problems.map((problem) => `${problem.path} ${problem.message}`);
      },
    );
  };

  it("is read, with a byte order mark too", async () => {
    const entries = [entry, { ...entry, element: "return-response", until: "2027-03-31" }];
    await writeFile(path, `\uFEFF${JSON.stringify(entries)}`);
    expect(await readAccepted(path)).to.deep.equal(entries);
    expect(await problemsOf([])).to.deep.equal([]);
  });

  for (const [what, content, problems] of [
    ["no JSON", "[", ["accepted.json:1:2 is not valid JSON from this position on"]],
    ["no list", {}, ["accepted.json:1:1 holds no list"]],
    ["a list in a list", [[]], ["accepted.json:1:2 [0] is no object"]],
    ["null", [null], ["accepted.json:1:2 [0] is no object"]],
    [
      "an unknown code",
      [{ ...entry, code: "conditions" }],
      ["accepted.json:1:10 [0].code has an invalid value"],
    ],
    [
      "a code of objects",
      [{ ...entry, code: "toString" }],
      ["accepted.json:1:10 [0].code has an invalid value"],
    ],
    ["no reason", [{ code: entry.code, at: entry.at }], ["accepted.json:1:2 [0].reason is missing"]],
    ["an empty reason", [{ ...entry, reason: " " }], ["accepted.json:1:61 [0].reason has an invalid value"]],
    [
      "a day that does not exist",
      [{ ...entry, until: "2027-02-30" }],
      ["accepted.json:1:90 [0].until has an invalid value"],
    ],
    [
      "a moment",
      [{ ...entry, until: "2027-02-28T00:00" }],
      ["accepted.json:1:90 [0].until has an invalid value"],
    ],
    ["an unknown member", [{ ...entry, line: 3 }], ["accepted.json:1:2 [0] has an unknown member"]],
  ] as const)
    it(`with ${what} is refused, with the place`, async () =>
      expect(await problemsOf(content)).to.deep.equal(problems));

  it("that is not there is refused with what to write", async () => {
    const error = await readAccepted(join(folder, "none.json")).catch((reason: unknown) => reason);
    expect((error as Error).message)
      .to.include("does not exist")
      .and.include('"reason"');
  });
});
