import type { Piece } from "@product-auth/testkit";
import { canonicalSegment } from "@product-auth/testkit/adapter";

/** Writes a route's path for `@koa/router`, which matches it as it was sent, so literals are encoded. */
export function spelt(
  pieces: readonly Piece[],
  { isSensitive = false, isPattern = false } = {},
): string | RegExp {
  const hasPattern = pieces.some((piece) => typeof piece === "object" && "pattern" in piece);
  return isPattern || hasPattern ? asPattern(pieces, isSensitive) : asText(pieces);
}

export const asText = (pieces: readonly Piece[]): string =>
  `/${pieces
    .map((piece) => {
      if (typeof piece === "string") return canonicalSegment(piece).replace(/[{}()[\]+?!:*\\]/g, "\\$&");
      return "rest" in piece ? `*${piece.rest}` : `:${piece.param}`;
    })
    .join("/")}`;

function asPattern(pieces: readonly Piece[], isSensitive: boolean): RegExp {
  const parts = pieces.map((piece) => {
    if (typeof piece === "string") return canonicalSegment(piece).replace(/[^\w%]/g, "\\$&");
    return "rest" in piece ? "(.+)" : `(${piece.pattern ?? "[^/]+"})`;
  });
  return new RegExp(`^/${parts.join("/")}${isSensitive ? "" : "/?"}$`, isSensitive ? "" : "i");
}
