import { expect } from "chai";
import { warnOfError } from "#src/lib/warn-of-error.js";

const NAME = "ProductAuthExampleWarning";

describe("warnings about errors of foreign code", () => {
  const unreadable = Object.defineProperty(new Error(), "message", {
    get: () => {
      throw new Error("unreadable");
    },
  });
  const rows: readonly (readonly [what: string, error: unknown, message: string])[] = [
    ["an error", new TypeError("disk full"), "disk full"],
    ["a text", "disk full", "disk full"],
    ["an object without a prototype", Object.create(null), "a thrown object"],
    ["an error whose message cannot be read", unreadable, "Error"],
  ];
  for (const [what, error, message] of rows)
    it(`${what}: the warning has the name by which operators search, and the cause`, async () => {
      const warning = new Promise<Error>((seen) => process.once("warning", seen));
      warnOfError(error, NAME);
      const found = await warning;
      expect([found.name, found.message]).to.deep.equal([NAME, message]);
      expect(found.cause).to.equal(error);
    });
});
