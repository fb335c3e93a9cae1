import fc from "fast-check";

/** A path as it is declared: a pattern, or a regular expression in two texts. */
export type Path = string | { readonly source: string; readonly flags: string };

/** Whose patterns these are. */
export type Dialect = "express 4" | "path-to-regexp 6" | "path-to-regexp 8" | "fastify";

// Few, so that guards and routes meet.
const LITERALS = ["a", "ab", "B", "7", "x.y"];
const PARAMETERS = [":p", ":q"];
const REGULAR = ["^\\/a", "^\\/(?!b)[^/]+", "^\\/[a-z]+\\/?$", "^\\/a(?=\\/|$)", "\\/7$"];

const OLD_PARAMETERS = [
  ":p([a-z0-9-]+)",
  ":p(\\d+|[a-z-]+)",
  ":p(\\d+)",
  ":p(a|ab)",
  ":p([^.]+)",
  ":p(.*)",
  ":p?",
  ":p(\\d+)?",
  ":p*",
  ":p-:q",
  ":p.:q",
  "a:p",
];

/** Segments that are neither literal nor a plain parameter. */
const ODD: Readonly<Record<Dialect, readonly string[]>> = {
  "express 4": [
    ...OLD_PARAMETERS,
    "a?",
    "a*",
    "*",
    "a(b)?",
    "(a|b)",
    "ab+",
    "?b",
    ":p([^/.]+?)",
    ":p((a|b)c?)",
  ],
  "path-to-regexp 6": [...OLD_PARAMETERS, ":p+", "(.*)", "(\\d+)", "a{b}?", "{a-:p}?", ":p([a-z]+)-:q"],
  "path-to-regexp 8": [
    "*p",
    "*p",
    "a*p",
    ":p-:q",
    ":p.:q",
    "a:p",
    ":p.json",
    "a{b}",
    "{:p}",
    "{*p}",
    ':"p q"',
    "\\:p",
  ],
  fastify: [":p(^\\d+$)", ":p(^[a-z-]+$)", ":p-:q", ":p.json", "*", ":p?", "a::p"],
};

/** What may stand behind segments, without a slash before it. */
const ENDINGS: Readonly<Record<Dialect, readonly string[]>> = {
  "express 4": ["*", "/", "(/b)?", "?"],
  "path-to-regexp 6": ["(.*)", "/", "{/b}?", "{/:q}?", "{/:q}*"],
  "path-to-regexp 8": ["{/b}", "{/:q}", "{/:q{/b}}", "{/*q}", "/"],
  fastify: ["/", "/*"],
};

/** Paths of one application. */
export interface Paths {
  readonly any: fc.Arbitrary<Path>;
  /** To mount at; undefined: none. */
  readonly way: fc.Arbitrary<Path | undefined>;
}

/**
 * Paths of an application that have a few segments among them, each in its place: so that guards and routes meet, and
 * differ in a segment or two.
 */
export function anyPaths(dialect: Dialect): fc.Arbitrary<Paths> {
  const place = fc.record({
    literal: fc.constantFrom(...LITERALS),
    parameter: fc.constantFrom(...PARAMETERS),
    odd: fc.constantFrom(...ODD[dialect]),
  });
  return fc.tuple(place, place, place).map((places) => {
    const segments = places.map(({ literal, parameter, odd }) =>
      fc.oneof(
        { arbitrary: fc.constant(literal), weight: 2 },
        { arbitrary: fc.constant(parameter), weight: 2 },
        { arbitrary: fc.constant(odd), weight: 2 },
      ),
    );
    const ending = fc.oneof(
      { arbitrary: fc.constant(""), weight: 10 },
      { arbitrary: fc.constantFrom(...ENDINGS[dialect]), weight: 1 },
    );
    const [first, second, third] = segments as [
      fc.Arbitrary<string>,
      fc.Arbitrary<string>,
      fc.Arbitrary<string>,
    ];
    const pattern = fc
      .tuple(
        fc.oneof(fc.tuple(first), fc.tuple(first, second), fc.tuple(first, second, third), fc.tuple(second)),
        ending,
      )
      .map(([own, last]) => `/${own.join("/")}${last}`);
    const literal = fc.constant(`/${places[0].literal}`);
    if (dialect === "fastify")
      return { any: pattern, way: fc.oneof(literal, fc.constant("/:q"), fc.constant(undefined)) };
    const regular = fc.record({
      source: fc.constantFrom(...REGULAR),
      flags: fc.constantFrom("", "", "i", "g"),
    });
    const any = fc.oneof({ arbitrary: pattern, weight: 15 }, { arbitrary: regular, weight: 1 });
    return { any, way: fc.oneof(literal, literal, any, fc.constant(undefined)) };
  });
}
