import type { RequestView } from "#src/index.js";
import { viewOf } from "../request/view-of.js";

/** A request that counts how often its fields are read. */
export interface CountingView extends RequestView {
  readonly reads: { header: number; query: number };
}

/** A request with these header fields, read by nobody yet. */
export function countingView(headers: Readonly<Record<string, string>>): CountingView {
  const { method, path, header, query } = viewOf(headers);
  const reads = { header: 0, query: 0 };
  return {
    method,
    path,
    reads,
    header: (name) => ((reads.header += 1), header(name)),
    query: (name) => ((reads.query += 1), query(name)),
  };
}
