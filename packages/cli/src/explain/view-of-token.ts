import type { RequestView, TokenSourceOptions } from "@product-auth/core";

/** A request that carries this token where the options want it, and nothing else. */
export function viewOfToken(token: string, { header, query }: TokenSourceOptions = {}): RequestView {
  const field = (header ?? "authorization").toLowerCase();
  const fields: Readonly<Record<string, string>> = {
    host: "{host}",
    ...(query === undefined && { [field]: field === "authorization" ? `Bearer ${token}` : token }),
  };
  return {
    method: "GET",
    path: "/",
    header: (name) => fields[name],
    query: (name) => (name === query ? token : undefined),
  };
}
