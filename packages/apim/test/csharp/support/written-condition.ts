import type { Condition } from "#src/csharp/condition.js";
import fc from "fast-check";
import { methods, names, words, type Caller } from "./caller.js";

/** A condition in one of its spellings: its text, what it must be read as, and when the gateway finds it true. */
export interface Written {
  readonly text: string;
  readonly normal: Condition;
  readonly isTrue: (caller: Caller) => boolean;
  readonly binds: "atom" | "all" | "any";
}

const gap = fc.constantFrom("", " ", "\n", "\t", "\r\n  ", "/* ( */", "// \"'(\n");
const dot = fc.constantFrom(".", "?.", " . ", " ?. ");

/** Fills `~` with white space and comments, and `>` with a dot. */
function spelled(pattern: string): fc.Arbitrary<string> {
  const pieces = pattern.split(/([~>])/);
  return fc
    .tuple(...pieces.map((piece) => (piece === "~" ? gap : piece === ">" ? dot : fc.constant(piece))))
    .map((parts) => parts.join(""));
}

function ordinary(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A constant, ordinary or verbatim; `~` and `>` do not occur in the words. */
function constant(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(ordinary(text), `@"${text.replaceAll('"', '""')}"`);
}

interface Spelling {
  readonly patterns: readonly string[];
  readonly normal: Condition;
  readonly isTrue: (caller: Caller) => boolean;
}

function atom({ patterns, normal, isTrue }: Spelling): fc.Arbitrary<Written> {
  return fc
    .constantFrom(...patterns)
    .chain(spelled)
    .map((text) => ({ text, normal, isTrue, binds: "atom" }));
}

/** `==` and `Equals` in both directions. */
function equals(value: string, text: string): readonly string[] {
  return [
    `${value}~==~${text}`,
    `${text}~==~${value}`,
    `(string)~${value}~==~(${text})`,
    `${value}>Equals~(~${text}~)`,
    `${text}>Equals(${value},~StringComparison>Ordinal)`,
  ];
}

const properties: readonly (readonly [
  value: string,
  key: "operation" | "api" | "product" | "ip" | "thumbprint",
])[] = [
  ["context>Operation>Id", "operation"],
  ["context>Operation>Name", "operation"],
  ["context>Api>Id", "api"],
  ["context>Api>Name", "api"],
  ["context>Api>Path", "api"],
  ["context>Product>Id", "product"],
  ["context>Product>Name", "product"],
  ["context>Request>IpAddress", "ip"],
  ["context>Request>Certificate>Thumbprint", "thumbprint"],
];

const word = fc.constantFrom(...words);
const wordAndText = word.chain((is) => constant(is).map((text) => ({ is, text })));
const nameAndText = fc
  .constantFrom(...names)
  .chain((name) => constant(name).map((text) => ({ name, text, header: name.toLowerCase() })));

const property = fc.tuple(fc.constantFrom(...properties), wordAndText).chain(([[value, key], { is, text }]) =>
  atom({
    patterns: equals(value, text),
    normal: { [key]: [is] } as unknown as Condition,
    isTrue: (caller) => caller[key] === is,
  }),
);

const absence = fc
  .constantFrom(
    ["context>Product", "product", "product"] as const,
    ["context>Subscription", "subscription", "subscription"] as const,
    ["context>Request>Certificate", "certificate", "thumbprint"] as const,
  )
  .chain(([value, key, field]) =>
    atom({
      patterns: [`${value}~==~null`, `null~==~${value}`, `((${value})~==~(null))`],
      normal: { [key]: false } as unknown as Condition,
      isTrue: (caller) => caller[field] === null,
    }),
  );

const method = fc.constantFrom(...methods).chain((is) =>
  atom({
    patterns: [
      ...equals("context>Request>Method", ordinary(is)),
      `context>Request>Method>Equals("${is.toLowerCase()}",~StringComparison>OrdinalIgnoreCase)`,
    ],
    normal: { method: [is] },
    isTrue: (caller) => caller.method === is,
  }),
);

const oneOfMethods = fc
  .subarray([...methods], { minLength: 1 })
  .map((list) => ({ list, items: list.map((item) => ordinary(item)).join("~,~") }))
  .chain(({ list, items }) =>
    atom({
      patterns: ["new~[]~", "new[]", "new string~[]", "new String[]"].map(
        (start) => `${start}{~${items}~}>Contains(context>Request>Method)`,
      ),
      normal: { method: list },
      isTrue: (caller) => list.includes(caller.method as (typeof methods)[number]),
    }),
  );

function lookup(text: string, fallback: string): string {
  return `context>Request>Headers>GetValueOrDefault~(~${text}~${fallback})`;
}

const headerPresent = nameAndText.chain(({ header, text }) =>
  atom({
    patterns: [`context>Request>Headers>ContainsKey(~${text}~)`, `${lookup(text, ',""')}~!=~""`],
    normal: { header, present: true },
    isTrue: (caller) => caller.headers.has(header),
  }),
);

const headerAbsent = nameAndText.chain(({ header, text }) =>
  atom({
    patterns: [
      `${lookup(text, ',~""')}~==~""`,
      `string.Empty == ${lookup(text, ", string.Empty")}`,
      `${lookup(text, "")}~==~null`,
      `null~==~${lookup(text, ",null")}`,
      `string>IsNullOrEmpty~(${lookup(text, "")})`,
      `String.IsNullOrEmpty((string)${lookup(text, ', ""')})`,
      `string.IsNullOrWhiteSpace(${lookup(text, ', ""')})`,
    ],
    normal: { header, present: false },
    isTrue: (caller) => !caller.headers.has(header),
  }),
);

const headerIs = fc.tuple(nameAndText, wordAndText).chain(([{ header, text }, { is, text: value }]) =>
  atom({
    patterns: [...equals(lookup(text, ',~""'), value), ...equals(lookup(text, ""), value)],
    normal: { header, is },
    isTrue: (caller) => caller.headers.get(header) === is,
  }),
);

const headerAlike = fc.tuple(nameAndText, wordAndText).chain(([{ header, text }, { is, text: value }]) =>
  atom({
    patterns: ["Ordinal", "InvariantCulture", "CurrentCulture"].map(
      (kind) => `${lookup(text, ',""')}>Equals(${value},StringComparison>${kind}IgnoreCase)`,
    ),
    normal: { header, is, ignoreCase: true },
    isTrue: (caller) => caller.headers.get(header)?.toUpperCase() === is.toUpperCase(),
  }),
);

function claims(variable: string): string {
  return `((Jwt)~context>Variables~[~${ordinary(variable)}~])>Claims`;
}

const claimHas = fc.tuple(nameAndText, wordAndText).chain(([{ name, text }, { is, text: value }]) =>
  atom({
    patterns: [`${claims("t")}[~${text}~]>Contains(~${value}~)`],
    normal: { claim: name, has: [is], variable: "t" },
    isTrue: (caller) => caller.claims.get(name) === is,
  }),
);

const claimIs = fc.tuple(nameAndText, wordAndText).chain(([{ name, text }, { is, text: value }]) =>
  atom({
    patterns: [
      ...equals(`${claims("t")}>GetValueOrDefault(${text},~"")`, value),
      ...equals(`${claims("t")}>GetValueOrDefault(${text},~null)`, value),
      ...equals(`${claims("t")}>GetValueOrDefault(${text})`, value),
    ],
    normal: { claim: name, has: [is], joined: true, variable: "t" },
    isTrue: (caller) => caller.claims.get(name) === is,
  }),
);

const claimThere = nameAndText.chain(({ name, text }) =>
  atom({
    patterns: [`${claims("t")}>ContainsKey(~${text}~)`],
    normal: { claim: name, variable: "t" },
    isTrue: (caller) => caller.claims.has(name),
  }),
);

const anyAtom = fc.oneof(
  property,
  absence,
  method,
  oneOfMethods,
  headerPresent,
  headerAbsent,
  headerIs,
  headerAlike,
  claimHas,
  claimIs,
  claimThere,
);

const outer = fc.constantFrom("", "", "(", "((");

/** In brackets, where the place needs them or at random. */
function bracketed(written: Written, mayHold: readonly Written["binds"][], extra: string): string {
  const open = mayHold.includes(written.binds) ? extra : `(${extra}`;
  return `${open}${written.text}${")".repeat(open.length)}`;
}

function joined(parts: readonly Written[], key: "all" | "any", extras: readonly string[]): Written {
  const inside = key === "all" ? (["atom", "all"] as const) : (["atom", "all", "any"] as const);
  const lists = parts.map(({ normal }) =>
    key in normal ? (normal as unknown as Record<string, Condition[]>)[key] : [normal],
  );
  return {
    text: parts
      .map((part, index) => bracketed(part, inside, extras[index] ?? ""))
      .join(key === "all" ? " &&\n" : "||"),
    normal: { [key]: lists.flat() } as unknown as Condition,
    isTrue: (caller) => parts[key === "all" ? "every" : "some"]((part) => part.isTrue(caller)),
    binds: key,
  };
}

function negated(written: Written, extra: string): Written {
  const { normal } = written;
  const isComparison = written.binds === "atom" && !written.text.startsWith("!");
  return {
    text: `!${bracketed(written, isComparison ? [] : ["atom"], extra)}`,
    normal: opposite(normal),
    isTrue: (caller) => !written.isTrue(caller),
    binds: "atom",
  };
}

function opposite(normal: Condition): Condition {
  if ("not" in normal) return normal.not;
  return "present" in normal ? { header: normal.header, present: !normal.present } : { not: normal };
}

/** Conditions of all recognized comparisons, in random spellings. */
export const anyWritten: fc.Arbitrary<Written> = fc.letrec<{ tree: Written }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    anyAtom,
    fc.tuple(tie("tree"), outer).map(([tree, extra]) => negated(tree, extra)),
    fc
      .tuple(
        fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
        fc.constantFrom("all" as const, "any" as const),
        fc.tuple(outer, outer, outer),
      )
      .map(([parts, key, extras]) => joined(parts, key, extras)),
  ),
})).tree;
