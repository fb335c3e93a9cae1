import type { ApiIndex } from "./api-index.js";
import type { Api } from "./apis.js";
import { foldCase } from "./read-path.js";

/** A path that belongs to another API or operation after an update. */
export interface ReassignedPath {
  /** Path of the API, and of the operation where one is named; `{}` stands for a parameter. */
  readonly path: string;
  /** Method of the operation. */
  readonly method?: string;
  readonly from: { readonly api: string; readonly operation?: string };
  /** The new API and operation; `api` is undefined when a credential for any product is enough. */
  readonly to: { readonly api?: string; readonly operation?: string };
}

/**
 * Lists the paths that an update moves from one API or operation to another. When an inner API is removed, its paths
 * fall to the outer API, which may admit more callers. Paths that become 404 are not listed.
 */
export function reassignedPaths(
  before: readonly Api[],
  after: ApiIndex,
  unmatched: "refuse" | "any-product",
): readonly ReassignedPath[] {
  return before.flatMap((api) => {
    const path = `/${api.path}`;
    const now = after.find("GET", api.segments.map(foldCase), "folded").api;
    if (now?.name === api.name) return reassignedOperations(api, after);
    const from = { api: api.name };
    if (now !== undefined) return [{ path, from, to: { api: now.name } }];
    return unmatched === "any-product" ? [{ path, from, to: {} }] : [];
  });
}

function reassignedOperations(api: Api, after: ApiIndex): readonly ReassignedPath[] {
  return (api.operations ?? []).flatMap(({ name, method, segments }) => {
    const template = [...api.segments, ...segments];
    const { api: now, operation } = after.find(
      method,
      template.map((segment) => segment && foldCase(segment)),
      "folded",
    );
    if (now === undefined || operation === undefined) return [];
    const to = operation === "any" ? {} : { operation: operation.name };
    if (now.name === api.name && to.operation === name) return [];
    return [
      {
        path: `/${template.map((segment) => segment ?? "{}").join("/")}`,
        method,
        from: { api: api.name, operation: name },
        to: { api: now.name, ...to },
      },
    ];
  });
}
