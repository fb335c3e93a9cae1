import type { RequestView, TokenSourceOptions } from "@product-auth/core";

/**
 * A request that carries this token where the options want it, and nothing else. A function cannot be asked where it
 * would find the token: its options are replaced by the default.
 */
export function viewOfToken(token: string, source: TokenSourceOptions = {}): RequestView {
  const { header, scheme, requireScheme, query, cookie } = typeof source === "function" ? {} : source;
  const field = (header ?? "authorization").toLowerCase();
  const usual = field === "authorization" && scheme !== "none";
  const withScheme = usual || scheme === "Bearer" || requireScheme === true;
  const fields: Readonly<Record<string, string>> = {
    host: "{host}",
    ...(cookie !== undefined && { cookie: `${cookie}=${token}` }),
    ...(query === undefined && cookie === undefined && { [field]: withScheme ? `Bearer ${token}` : token }),
  };
  return {
    method: "GET",
    path: "/",
    header: (name) => fields[name],
    query: (name) => (name === query ? token : undefined),
  };
}
