import type { PathRoute, Piece } from "../path-set-up.js";
import { segmentsOf, type PathCatalog } from "./path-catalog.js";

const rest: Piece = { rest: "rest" };
const param = (name: string): Piece => ({ param: name });

/**
 * Routes of an application with these APIs: literal ones at and below each API's path; below the outer APIs parameters
 * that could hold an inner API's name, and wildcards.
 */
export function routesOf({ apis }: PathCatalog): readonly PathRoute[] {
  const paths = apis.map(({ path }) => segmentsOf(path));
  const literal = paths.flatMap((path) => [path, [...path, "items"], [...path, "export"]]);
  const variable = paths.flatMap((path): (readonly Piece[])[] => {
    const isInner = paths.some(
      (other) => other.length < path.length && other.every((part, i) => part === path[i]),
    );
    if (isInner) return [[...path, param("page")]];
    return [
      [...path, { param: "code", pattern: "[0-9]+" }, "info"],
      [...path, param("item")],
      [...path, param("tenant"), param("item")],
      [...path, "files", rest],
    ];
  });
  const wild = apis.filter((_, i) => i % 2 === 0).map(({ path }) => [...segmentsOf(path), "any", rest]);
  return inOrder([
    ...[[], ["stock"], ...literal],
    ...variable.filter((pieces) => pieces.every((piece) => typeof piece === "string" || !("rest" in piece))),
    ...[[param("a")], [param("a"), param("b")], [param("a"), param("b"), param("c")]],
    ...variable.filter((pieces) => pieces.includes(rest)),
    ...[
      ...wild,
      ...longestFirst(paths)
        .slice(-1)
        .map((path) => [...path, rest]),
      [rest],
    ],
  ]);
}

function inOrder(all: readonly (readonly Piece[])[]): readonly PathRoute[] {
  const byShape = new Map<string, PathRoute>();
  for (const pieces of all) {
    const shape = pieces
      .map((piece) => (typeof piece === "string" ? piece.toLowerCase() : shapeOf(piece)))
      .join("/");
    const isFirst = !byShape.has(shape);
    if (isFirst) byShape.set(shape, { id: textOf(pieces), methods: ["GET", "POST"], pieces });
  }
  return [...byShape.values()];
}

const longestFirst = (paths: readonly (readonly string[])[]) =>
  [...paths].sort((one, other) => other.length - one.length);

const shapeOf = (piece: Exclude<Piece, string>) =>
  "rest" in piece ? "*" : piece.pattern === undefined ? ":" : `:(${piece.pattern})`;

/** A route's path in words: `/shop/:item`, `/shop/:code([0-9]+)/info`, `/shop/files/*rest`. */
export const textOf = (pieces: readonly Piece[]): string =>
  `/${pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if ("rest" in piece) return `*${piece.rest}`;
      return piece.pattern === undefined ? `:${piece.param}` : `:${piece.param}(${piece.pattern})`;
    })
    .join("/")}`;

export const isLiteral = ({ pieces }: PathRoute): boolean =>
  pieces.every((piece) => typeof piece === "string");
