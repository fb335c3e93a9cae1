import { expect } from "chai";
import { toError, warnOfError } from "#src/lib/warn-of-error.js";

const NAME = "ProductAuthExampleWarning";

describe("warnings about errors of foreign code", () => {
  const unreadable = Object.defineProperty(new Error(), "message", {
    get: () => {
      throw new Error("unreadable");
    },
  });
  const answersNothing = new Proxy(
    {},
    new Proxy(
      {},
      {
        get: () => () => {
          throw new Error("unreadable");
        },
      },
    ),
  );
  const rows: readonly (readonly [what: string, error: unknown, message: string])[] = [
    ["an error", new TypeError("disk full"), "disk full"],
    ["a text", "disk full", "disk full"],
    ["an object without a prototype", Object.create(null), "a thrown object"],
    ["an error whose message cannot be read", unreadable, "Error"],
    ["a proxy that answers no question", answersNothing, "a thrown object"],
  ];
  for (const [what, error, message] of rows)
    it(`${what}: the warning has the name by which operators search, and the cause`, async () => {
      const warning = new Promise<Error>((seen) => process.once("warning", seen));
      warnOfError(error, NAME);
      const found = await warning;
      expect([found.name, found.message]).to.deep.equal([NAME, message]);
      expect(found.cause).to.equal(error);
    });

  for (const [what, error, message] of rows)
    it(`${what} becomes an error`, () => {
      const made = toError(error);
      if (error !== unreadable) expect(made.message).to.equal(message);
      expect(Object.prototype.toString.call(made)).to.equal("[object Error]");
    });
});
