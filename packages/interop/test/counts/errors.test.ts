import { expect } from "chai";
import type { Outcome } from "./programs/count-errors.js";
import { REFUSED } from "./support/refusals.js";
import { PATIENCE, runProgram } from "./support/run-program.js";

describe("no Error is made on the way of a refusal", () => {
  let outcome: Outcome;
  before(async function () {
    this.timeout(PATIENCE);
    outcome = await runProgram<Outcome>("count-errors");
  });

  for (const [name, { code }] of Object.entries(REFUSED))
    it(`${code}: ${name}`, () => {
      for (const framework of ["Express", "Koa", "Fastify"]) {
        const { status, ...answer } = outcome.refused[framework]![name]!;
        expect(answer, framework).to.deep.equal({ code, errors: [] });
        expect(status, framework).to.be.within(401, 403);
      }
    });

  it("but one, the parser's own, for a part that begins like an object and is broken inside", () => {
    const { code, errors } = outcome.brokenInside;
    expect(code).to.equal("token_malformed");
    expect(errors).to.have.length(1);
    expect(errors[0]).to.match(/^thrown SyntaxError/);
  });

  it("the count sees errors that are caught, and errors that are never thrown", () => {
    const kinds = Object.entries(outcome.counted).map(([name, errors]) => [
      name,
      errors.map((error) => /^(made|thrown) \w+/.exec(error)?.[0]),
    ]);
    expect(Object.fromEntries(kinds)).to.deep.equal({
      "thrown by V8 and caught": ["thrown SyntaxError"],
      "thrown by Node and caught": ["thrown URIError"],
      "made and handed on": ["made TypeError"],
      "of a class, made and handed on": ["made Error"],
      rejected: ["made RangeError", "thrown RangeError"],
    });
  });
});
