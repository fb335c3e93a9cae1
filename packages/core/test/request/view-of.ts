import type { RequestView } from "#src/index.js";

type Values = Readonly<Record<string, string | readonly string[]>>;

/** A request as plain values: `RequestView` is all that core ever sees of one. Header names in lower case. */
export const viewOf = (
  headers: Values = {},
  { method = "GET", path = "/orders", query = {} as Values } = {},
): RequestView => ({
  method,
  path,
  header: (name) => headers[name],
  query: (name) => query[name],
});
