import type { Piece } from "@product-auth/testkit";
import { canonicalSegment } from "@product-auth/testkit/adapter";

/** How a router of Express is told a path. */
export interface Spelling {
  /** Express 4 has wildcards without a name, and patterns in parameters. */
  readonly isFour: boolean;
  readonly isSensitive: boolean;
  readonly isStrict: boolean;
  /** All paths as regular expressions. */
  readonly isPattern?: boolean;
}

/** Writes paths of routes in Express's words. Routers match the path as it was sent, so literals are encoded. */
export function spellingOf({ isFour, isSensitive, isStrict, isPattern = false }: Spelling) {
  const asPattern = (pieces: readonly Piece[]): RegExp => {
    const parts = pieces.map((piece) => {
      if (typeof piece === "string") return canonicalSegment(piece).replace(/[^\w%]/g, "\\$&");
      if ("rest" in piece) return `(?<${piece.rest}>.+)`;
      return `(?<${piece.param}>${piece.pattern ?? "[^/]+"})`;
    });
    return new RegExp(`^/${parts.join("/")}${isStrict ? "" : "/?"}$`, isSensitive ? "" : "i");
  };
  const asText = (pieces: readonly Piece[]): string =>
    `/${pieces
      .map((piece) => {
        if (typeof piece === "string")
          return isFour
            ? canonicalSegment(piece)
            : canonicalSegment(piece).replace(/[{}()[\]+?!:*\\]/g, "\\$&");
        if ("rest" in piece) return isFour ? "*" : `*${piece.rest}`;
        return `:${piece.param}${piece.pattern === undefined ? "" : `(${piece.pattern})`}`;
      })
      .join("/")}`;
  return (pieces: readonly Piece[]): string | RegExp => {
    const hasPattern = pieces.some((piece) => typeof piece === "object" && "pattern" in piece);
    return isPattern || (hasPattern && !isFour) ? asPattern(pieces) : asText(pieces);
  };
}
