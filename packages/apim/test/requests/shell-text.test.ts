import { execFileSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { curlCommand } from "#src/requests/call.js";
import { plainLine } from "#src/requests/plain-line.js";
import { ScriptVariables } from "#src/requests/script-variables.js";
import { shellText } from "#src/requests/shell-text.js";

/** What a shell makes of words; `${env:NAME}` is the variable NAME. */
const understood = (words: readonly string[]): readonly string[] =>
  execFileSync("sh", ["-c", `printf '%s\\0' ${words.join(" ")}`], {
    encoding: "utf8",
    env: { KEY: "a b'$c" },
  })
    .split("\0")
    .slice(0, -1);

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", '"', "$(touch x)", "`id`", "\\", "\n", "\r\n", ";", "&&", "|", "${KEY}", "$KEY"),
      fc.constantFrom("!", "#", "~", "*", "{a,b}", "-o", "@file", "\u202e", "\u2028", " "),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join("").replaceAll("\0", ""));

describe("a text in a shell script", () => {
  it("is one word with the same characters, on one line", () =>
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 20, maxLength: 40 }), (texts) => {
        const words = texts.map(shellText);
        for (const word of words) expect(word).not.to.match(/[\n\r]/);
        expect(understood(words)).to.deep.equal(texts.map(plainLine));
      }),
      { numRuns: 25 },
    ));

  it("is also what a command of curl consists of, whatever path, names and values are", () =>
    fc.assert(
      fc.property(hostile, hostile, hostile, (path, name, value) => {
        const command = curlCommand(
          {
            ...{ method: "GET", path: `/${path}`, certificate: false },
            headers: new Map([
              ["x-plan", value],
              [name, value],
            ]),
            query: new Map([[name, "1"]]),
          },
          new ScriptVariables([]),
        );
        const words = understood([command]);
        expect(words.slice(0, 5)).to.deep.equal([
          "curl",
          "--request",
          "GET",
          "--header",
          plainLine(`x-plan: ${value}`),
        ]);
        // The variables are not set here; a name that is none of a header is left out.
        expect(words).to.have.length(words.includes(plainLine(`${name}: ${value}`)) ? 8 : 6);
        expect(words.at(-1)).to.match(/^[!-~]+$/);
      }),
      { numRuns: 60 },
    ));

  it("names variables, whose values are not read as code", () => {
    expect(
      understood([shellText("a ${env:KEY} b"), shellText("${env:KEY}${env:KEY}"), shellText("")]),
    ).to.deep.equal(["a a b'$c b", "a b'$ca b'$c", ""]);
    expect(shellText("${env:2ND}")).to.equal('"${_2ND}"');
  });
});
