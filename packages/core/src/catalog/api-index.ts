import type { Api, Operation } from "./apis.js";
import { foldCase } from "./read-path.js";
import { RouteReader, type Segment } from "./route-segments.js";

/** The API and operation of a request. */
export interface Place<P extends string = string> {
  /** The API with the longest matching path, as in the gateway; undefined for none. */
  readonly api: Api<P> | undefined;
  /** The matching operation; "any" for an API without a list of operations, undefined when none matches. */
  readonly operation: Operation | "any" | undefined;
}

/** Whether case counts. Routers differ, so both are looked up. */
export type Case = "exact" | "folded";

/** An API with its operations, the most specific template first: put in order when they are first looked up. */
class IndexedApi<P extends string> {
  readonly api: Api<P>;
  #operations: readonly IndexedOperation[] | undefined;

  constructor(api: Api<P>) {
    this.api = api;
  }

  get operations(): readonly IndexedOperation[] | undefined {
    return (this.#operations ??= indexed(this.api.operations));
  }
}

interface IndexedOperation {
  readonly operation: Operation;
  readonly template: Readonly<Record<Case, Operation["segments"]>>;
}

const NOWHERE = Object.freeze({ api: undefined, operation: undefined });

/** APIs by path. A lookup costs the same for ten APIs and for ten thousand. */
export class ApiIndex<P extends string = string> {
  readonly #byPath: Readonly<Record<Case, ReadonlyMap<string, IndexedApi<P>>>>;
  /** The numbers of segments of the API paths, the longest first. */
  readonly #lengths: readonly number[];
  readonly #apis: readonly Api<P>[];
  #hasCapitals: boolean | undefined;
  readonly routes: RouteReader = new RouteReader();

  constructor(apis: readonly Api<P>[]) {
    this.#apis = apis;
    const exact = new Map<string, IndexedApi<P>>();
    const folded = new Map<string, IndexedApi<P>>();
    for (const api of apis) {
      const path = api.segments.join("/");
      const indexed = new IndexedApi(api);
      exact.set(path, indexed);
      folded.set(foldCase(path), indexed);
    }
    this.#byPath = { exact, folded };
    this.#lengths = [...new Set(apis.map(({ segments }) => segments.length))].sort((a, b) => b - a);
  }

  /** Whether any path or template contains a capital letter, so that case matters even for a lower-case request path. */
  get hasCapitals(): boolean {
    return (this.#hasCapitals ??= this.#apis.some(({ segments, operations = [] }) =>
      [segments, ...operations.map((operation) => operation.segments)].some((list) =>
        list.some((segment) => segment !== undefined && /[A-Z]/.test(segment)),
      ),
    ));
  }

  /**
   * Finds API and operation for a method and path segments, which are in lower case for `folded`. HEAD falls back to the
   * operation for GET. A route parameter (undefined) matches template parameters only, never a segment of an API's path.
   */
  find(method: string, segments: readonly Segment[], how: Case): Place<P> {
    const found = this.#findApi(segments, how);
    if (found === undefined) return NOWHERE;
    const { api, operations } = found;
    if (operations === undefined) return { api, operation: "any" };
    const rest = segments.slice(api.segments.length);
    const named = (wanted: string) =>
      operations.find(({ operation, template }) => operation.method === wanted && fits(template[how], rest));
    const operation = named(method) ?? (method === "HEAD" ? named("GET") : undefined);
    return { api, operation: operation?.operation };
  }

  #findApi(segments: readonly Segment[], how: Case): IndexedApi<P> | undefined {
    const parameter = segments.indexOf(undefined);
    const literal = parameter === -1 ? segments : segments.slice(0, parameter);
    for (const length of this.#lengths) {
      if (length > literal.length) continue;
      // No segment contains a slash: `readPath` refuses encoded slashes.
      const found = this.#byPath[how].get(literal.slice(0, length).join("/"));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function indexed(operations: Api["operations"]): readonly IndexedOperation[] | undefined {
  return operations
    ?.map((operation) => ({
      operation,
      template: {
        exact: operation.segments,
        folded: operation.segments.map((segment) => segment && foldCase(segment)),
      },
    }))
    .sort((one, other) => specificity(one, other));
}

// Several templates may match a path. As in routers, a literal precedes a parameter, and a parameter a wildcard.
function specificity(one: IndexedOperation, other: IndexedOperation): number {
  const [a, b] = [one.template.exact, other.template.exact];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = rank(a, i) - rank(b, i);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(template: Operation["segments"], at: number): number {
  if (at >= template.length) return 0;
  const segment = template[at];
  if (segment === undefined) return 2;
  return segment === "*" && at === template.length - 1 ? 3 : 1;
}

function fits(template: Operation["segments"], rest: readonly Segment[]): boolean {
  const open = template.at(-1) === "*";
  const fixed = open ? template.slice(0, -1) : template;
  if (open ? rest.length < fixed.length : rest.length !== fixed.length) return false;
  return fixed.every((segment, i) => segment === undefined || segment === rest[i]);
}
