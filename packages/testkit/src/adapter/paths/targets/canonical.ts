import type { PathRoute, Piece } from "../path-set-up.js";

/** A segment as a client writes it: what RFC 3986 §3.3 allows as it is, everything else encoded. */
export const canonicalSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(/%(2[1-9A-C]|3[ABD]|40)/g, (escape) => {
    const plain = decodeURIComponent(escape);
    return /[!$&'()*+,;=:@]/.test(plain) ? plain : escape;
  });

/** A target that leads to a route, with these values in its parameters. */
export function canonicalTarget(
  { pieces }: PathRoute,
  valueOf: (piece: Piece) => string = plainValue,
): string {
  const parts = pieces.map((piece) =>
    typeof piece === "string"
      ? canonicalSegment(piece)
      : valueOf(piece).split("/").map(canonicalSegment).join("/"),
  );
  return `/${parts.join("/")}`;
}

/** Values that are no API's name. */
export function plainValue(piece: Piece): string {
  if (typeof piece === "string") return piece;
  if ("rest" in piece) return "acme/x";
  return piece.pattern === undefined ? `acme-${piece.param}` : "42";
}
