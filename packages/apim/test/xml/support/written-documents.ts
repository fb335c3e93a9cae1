import fc from "fast-check";
import type { Outline } from "./reading.js";

/** A document with one of the ways to write it. `at`: line and column of each element, in the order of their tags. */
export interface WrittenDocument {
  readonly text: string;
  readonly root: Outline;
  readonly at: readonly (readonly [line: number, column: number])[];
}

/** Takes the next of the random numbers that decide how something is written. */
type Choose = (ways: number) => number;

const names = fc.constantFrom("a", "b-c", "set-header", "x:y", "validate-jwt", "_1.é");
const plain = fc
  .string({
    unit: fc.constantFrom("a", " ", "&", "<", ">", '"', "'", "é", "😀", "@", "(", ";", "amp;", "{{x}}"),
    maxLength: 8,
  })
  .filter((text) => !/^\s*@[({]/.test(text));

const inString = fc.string({
  unit: fc.constantFrom("a", ")", "}", "'", "<", "&", "//", "/*", "&lt;", " "),
  maxLength: 5,
});
const inComment = inString.map((text) => text.replaceAll("/", ""));
const code = fc.letrec<{ code: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("a", "b.c", " && ", " < ", " > ", " ?? ", "?.d", ", ", "As<E>()", "\n\t"),
    inString.map((text) => `"${text}"`),
    inString.map((text) => `"\\"${text}\\\\"`),
    inString.map((text) => `@"\\""${text}"`),
    inComment.map((text) => `/* ${text} " */`),
    inString.map((text) => `// ${text} "'\n`),
    fc.constantFrom("')'", "'\"'", "'\\''", '$"a{b["c"]}d{{"', '$@"{a}""\\"'),
    fc
      .tuple(fc.constantFrom("()", "[]", "{}"), tie("code"))
      .map(([[open, close], inside]) => `${open}${inside}${close}`),
  ),
  code: fc.array(tie("piece"), { maxLength: 5 }).map((pieces) => pieces.join(" ")),
})).code;
const expression = fc
  .tuple(fc.constantFrom("()", "{}"), code)
  .map(([[open, close], inside]) => `@${open}${inside}${close}`);
const text = fc.oneof(
  plain.map((piece) => piece.trim()),
  expression,
);

const elements = fc.letrec<{ element: Outline }>((tie) => ({
  element: fc.record({
    name: names,
    attributes: fc.dictionary(names, fc.oneof(plain, expression), { maxKeys: 3, noNullPrototype: true }),
    children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie("element"), { maxLength: 3 })),
    text,
  }),
})).element;

/** Documents with all that a policy may hold, each written in one of many ways. */
export const writtenDocuments: fc.Arbitrary<WrittenDocument> = fc
  .tuple(fc.array(elements, { maxLength: 3 }), text, fc.infiniteStream(fc.nat(1_000)))
  .map(([children, rootText, numbers]) => {
    const root = { name: "fragment", attributes: {}, children, text: rootText };
    return { root, ...write(root, (ways) => numbers.next().value % ways) };
  });

function write(root: Outline, choose: Choose): Pick<WrittenDocument, "text" | "at"> {
  const at: (readonly [number, number])[] = [];
  let written = ["", "\uFEFF", '<?xml version="1.0"?>\r\n'][choose(3)] ?? "";
  const put = (piece: string) => {
    written += choose(2) === 0 ? piece : piece.replaceAll("\n", "\r\n");
  };
  const element = ({ name, attributes, children, text: content }: Outline): void => {
    const lines = written.replace("\uFEFF", "").split("\n");
    at.push([lines.length, (lines.at(-1)?.length ?? 0) + 1]);
    put(`<${name}`);
    for (const [key, value] of Object.entries(attributes)) put(attributeText(key, value, choose));
    put(space(choose));
    if (children.length === 0 && content === "" && choose(2) === 0) return put("/>");
    put(">");
    const textAt = choose(children.length + 1);
    children.forEach((child, index) => {
      put(between(choose));
      if (index === textAt) put(contentText(content, choose));
      put(between(choose));
      element(child);
    });
    put(between(choose));
    if (textAt === children.length) put(contentText(content, choose));
    put(`${between(choose)}</${name}${space(choose)}>`);
  };
  put(between(choose));
  element(root);
  put(between(choose));
  return { text: written, at };
}

const space = (choose: Choose): string => ["", " ", "\n\t", "  "][choose(4)] ?? "";
const between = (choose: Choose): string =>
  ["", " ", "\n\t", '<!-- - -- & < " @( </fragment> -->'][choose(4)] ?? "";

function attributeText(name: string, value: string, choose: Choose): string {
  const quote = choose(2) === 0 ? '"' : "'";
  const isExpression = value.startsWith("@(") || value.startsWith("@{");
  const around = isExpression ? [space(choose), space(choose)] : ["", ""];
  const asTyped = isExpression && mayStandAsTyped(value) && choose(2) === 0;
  const inside = asTyped ? value : encoded(value, quote, choose);
  return ` ${name}${space(choose)}=${space(choose)}${quote}${around[0]}${inside}${around[1]}${quote}`;
}

function contentText(value: string, choose: Choose): string {
  const isExpression = value.startsWith("@(") || value.startsWith("@{");
  if (value !== "" && !value.includes("]]>") && choose(4) === 0) return `<![CDATA[${value}]]>`;
  return isExpression && mayStandAsTyped(value) && choose(2) === 0 ? value : encoded(value, "<", choose);
}

/** An expression with an entity in it, written as typed, is another expression written encoded. */
const mayStandAsTyped = (value: string): boolean => !/&\w+;/.test(value);

const entities: ReadonlyMap<string, string> = new Map([
  ...([
    ["&", "&amp;"],
    ["<", "&lt;"],
    [">", "&gt;"],
    ['"', "&quot;"],
    ["'", "&apos;"],
  ] as const),
]);

/** Writes `&`, `<` and the quote as entities or by number, and some other characters so. */
function encoded(value: string, quote: string, choose: Choose): string {
  return Array.from(value)
    .map((character) => {
      const must = character === "&" || character === "<" || character === quote;
      const byNumber = `&#${choose(2) === 0 ? "" : "x"}`;
      const number = character.codePointAt(0)?.toString(byNumber.endsWith("x") ? 16 : 10) ?? "";
      const ways = [
        entities.get(character) ?? character,
        `${byNumber}${number};`,
        ...(must ? [] : [character, character]),
      ];
      return ways[choose(ways.length)] ?? "";
    })
    .join("");
}
