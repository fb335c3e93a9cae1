import type { Note, Unsayable } from "./sayable.js";
import type { XmlValue } from "./xml-element.js";

/** Attributes that name the source of a token. */
export interface SourceAttributes {
  readonly attributes: Readonly<Record<string, XmlValue | undefined>>;
  readonly notes: readonly Note[];
}

/** The attributes for a `tokenSource`. `isEntra`: for the element that cannot demand a scheme. */
export function sourceOf(written: unknown, isEntra: boolean): SourceAttributes | Unsayable {
  const source = (typeof written === "object" && written !== null ? written : {}) as Readonly<
    Record<string, unknown>
  >;
  const { header, query, requireScheme } = source;
  if (Object.hasOwn(source, "cookie")) return { unsayable: "It reads the token from a cookie." };
  if (typeof query === "string") return { attributes: { "query-parameter-name": query }, notes: [] };
  const name = typeof header === "string" ? header : "Authorization";
  const isStandard = name.toLowerCase() === "authorization";
  const scheme =
    source["scheme"] ??
    (requireScheme === undefined
      ? isStandard
        ? "Bearer"
        : "none"
      : requireScheme === true
        ? "Bearer"
        : "optional");
  const attributes = { "header-name": name };
  if (!isStandard)
    return scheme === "Bearer"
      ? { unsayable: "It demands Bearer in a field where the gateway ignores the scheme." }
      : { attributes, notes: [] };
  if (scheme === "optional") return { attributes, notes: [] };
  if (scheme !== "Bearer")
    return {
      unsayable: "It demands a token without a scheme in Authorization, where the gateway takes both.",
    };
  return isEntra
    ? {
        attributes,
        notes: [{ code: "export-trust", text: "The gateway may take the token without Bearer before it." }],
      }
    : { attributes: { ...attributes, "require-scheme": "Bearer" }, notes: [] };
}
