import { expect } from "chai";
import fc from "fast-check";
import { valueOf } from "./support.js";

/** An expression with the value that it must have. */
interface Pair {
  readonly expression: string;
  readonly value: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const braces = (text: string): string => text.replaceAll("{", "{{").replaceAll("}", "}}");

const plain = fc.string({ maxLength: 8 });
const leaf = plain.map((value): Pair => ({ expression: quoted(value), value }));

/** Prints a text in many ways; the printer knows nothing of the evaluator. */
const { pair } = fc.letrec<{ pair: Pair }>((tie) => {
  const inner = tie("pair");
  const pieces = fc.array(inner, { minLength: 1, maxLength: 3 });
  const call = (name: string, ...args: readonly string[]) => `${name}( ${args.join(", ")})`;
  return {
    pair: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      pieces.map((all) => ({
        expression: call("concat", ...all.map(({ expression }) => expression)),
        value: all.map(({ value }) => value).join(""),
      })),
      fc.tuple(pieces, plain).map(([all, between]) => ({
        expression: call(
          "Format",
          quoted(all.map((_, index) => `{${index}}`).join(braces(between))),
          ...all.map(({ expression }) => expression),
        ),
        value: all.map(({ value }) => value).join(between),
      })),
      fc.tuple(inner, inner, fc.boolean()).map(([yes, no, isYes]) => ({
        expression: call("if", `${String(isYes)}()`, yes.expression, no.expression),
        value: isYes ? yes.value : no.value,
      })),
      fc.tuple(inner, inner).map(([a, b]) => ({
        expression: call("if", call("equals", a.expression, b.expression), quoted("same"), b.expression),
        value: a.value === b.value ? "same" : b.value,
      })),
      fc.tuple(pieces, fc.nat(2)).map(([all, at]) => {
        const index = at % all.length;
        const list = call("createArray", ...all.map(({ expression }) => expression));
        return { expression: `${list}[${index}]`, value: all[index]!.value };
      }),
      inner.map(({ expression, value }) => ({
        expression: `${call("createObject", quoted("Some"), expression)}.some`,
        value,
      })),
      inner.map(({ expression, value }) => ({
        expression: call("toLower", expression),
        value: value.toLowerCase(),
      })),
      fc
        .tuple(
          inner,
          plain.filter((text) => text !== ""),
          plain,
        )
        .map(([of, needle, by]) => ({
          expression: call("replace", of.expression, quoted(needle), quoted(by)),
          value: of.value.split(needle).join(by),
        })),
      inner.map(({ expression, value }) => ({
        expression: call(
          "first",
          call("skip", call("split", call("concat", quoted("x\u0001"), expression), "'\u0001'"), "1"),
        ),
        value: value.split("\u0001")[0]!,
      })),
      inner.map(({ expression, value }) => ({
        expression: call("string", call("length", expression)),
        value: String(value.length),
      })),
    ),
  };
});

describe("evaluation of generated expressions", () => {
  it("gives the text that the expression was made from", () => {
    fc.assert(
      fc.property(pair, ({ expression, value }) => {
        expect(valueOf(`[${expression}]`)).to.equal(value);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with what a later value of an unknown parameter makes of it", () => {
    const holes = fc.array(fc.oneof(leaf, fc.constant("hole" as const)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        holes,
        fc.stringMatching(/^[A-Z]{1,5}$/),
        fc.constantFrom("concat", "format", "join"),
        (all, later, by) => {
          const args = all.map((each) => (each === "hole" ? "parameters('hole')" : each.expression));
          const expression =
            by === "concat"
              ? `concat(${args.join()})`
              : by === "format"
                ? `format('${all.map((_, index) => `{${index}}`).join("")}', ${args.join()})`
                : `join(createArray(${args.join()}), '')`;
          const known = valueOf(`[${expression}]`, { parameters: { hole: { defaultValue: later } } });
          const unknown = all.map((each) => (each === "hole" ? "?hole" : each.value)).join("");
          expect(valueOf(`[${expression}]`)).to.equal(unknown);
          expect(known).to.equal(all.map((each) => (each === "hole" ? later : each.value)).join(""));
        },
      ),
      { numRuns: 200 },
    );
  });
});
