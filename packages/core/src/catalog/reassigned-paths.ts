import type { ApiIndex } from "./api-index.js";
import type { Api } from "./apis.js";
import { foldCase } from "./read-path.js";

/** A path that another API or operation decides for after an update, and which did before. */
export interface HandOver {
  /** Path of the API, and of the operation where one is named; `{}` stands for a parameter. */
  readonly path: string;
  /** Method of the operation. */
  readonly method?: string;
  readonly from: { readonly api: string; readonly operation?: string };
  /** Who decides now; `api` is undefined where a credential of any product will do. */
  readonly to: { readonly api?: string; readonly operation?: string };
}

/**
 * The paths that an update hands from one API or operation to another. What is removed from within an outer API is
 * decided by that one from then on, which may open more: operators should see it. Paths that become 404 are not listed.
 */
export function handOvers(
  before: readonly Api[],
  after: ApiIndex,
  unmatched: "refuse" | "any-product",
): readonly HandOver[] {
  return before.flatMap((api) => {
    const path = `/${api.path}`;
    const now = after.find("GET", api.segments.map(foldCase), "folded").api;
    if (now?.name === api.name) return operationsHandedOver(api, after);
    const from = { api: api.name };
    if (now !== undefined) return [{ path, from, to: { api: now.name } }];
    return unmatched === "any-product" ? [{ path, from, to: {} }] : [];
  });
}

function operationsHandedOver(api: Api, after: ApiIndex): readonly HandOver[] {
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
