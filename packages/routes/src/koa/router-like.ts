import { isPlain } from "../report/path-shapes.js";

/** A step of an application. */
// oxlint-disable-next-line typescript/no-explicit-any -- middleware of any application
export type Step = ((...args: any[]) => unknown) & { readonly router?: RouterLike };

/** What @koa/router, and koa-router before it, keep of what is declared. */
export interface RouterLike {
  readonly stack: readonly Layer[];
  /** Whether of all that matches only one layer runs. */
  readonly exclusive?: boolean;
  /** It is there for requests to this host only. */
  readonly host?: unknown;
  /** `routerPath`: takes every request for one at this path. */
  readonly opts?: { readonly host?: unknown; readonly routerPath?: unknown };
}

export interface Layer {
  readonly path: string | RegExp;
  /** Empty for `router.use`. */
  readonly methods: readonly string[];
  readonly stack: readonly Step[];
  readonly match: (path: string) => boolean;
  readonly opts?: {
    readonly pathAsRegExp?: boolean;
    readonly end?: boolean;
    readonly sensitive?: boolean;
    readonly strict?: boolean;
  };
}

/** The router behind a step, when it is one. */
export function routerOf({ router }: Step): RouterLike | undefined {
  return Array.isArray(router?.stack) && router.stack.every(({ match }) => typeof match === "function")
    ? router
    : undefined;
}

// What `router.use(step)` without a path is made into, with or without a prefix, by the versions there are.
const WHOLE = /(\(\?:\\\/\|\$\)|\{\/\*rest\}|\(\.\*\)|\(\[\^\/\]\*\))$/;

/** Whether every request that comes to a router runs into a layer. */
export const isEverywhere = ({ path, opts }: Layer): boolean =>
  typeof path === "string" &&
  path !== "" &&
  path.replace(WHOLE, "") === "" &&
  (opts?.end === false || WHOLE_ALONE.test(path));

// For a route, which has to take the path to its end.
const WHOLE_ALONE = /^(\{\/\*rest\}|\(\.\*\))$/;

/** Whether a router takes every request for itself, whatever its host and its path. */
export const isForAll = ({ host, opts }: RouterLike): boolean =>
  [host, opts?.host, opts?.routerPath].every((each) => each === undefined);

/**
 * Whether a layer tells values of a parameter apart: what a few requests meet says nothing of the others. What `use`
 * makes of a prefix is a regular expression that does not.
 */
export function isPattern({ path }: Layer): boolean {
  return path instanceof RegExp || !isPlain(path.replace(WHOLE, "") || "/", "path-to-regexp");
}

/** Whether a regular expression may match one request and not the next: it keeps where it was. */
export const isFickle = ({ path }: Layer): boolean => path instanceof RegExp && /[gy]/.test(path.flags);

/** Whether all requests that a later layer of the same router takes run into one, because both begin with one pattern. */
export function beginsAlike(layer: Layer, later: Layer): boolean {
  const [pattern, path] = [layer.path, later.path];
  if (typeof pattern !== "string" || typeof path !== "string" || pattern.endsWith("/")) return false;
  const [own = {}, other = {}] = [layer.opts, later.opts];
  if ((own.sensitive ?? false) !== (other.sensitive ?? false) || own.pathAsRegExp === true) return false;
  if (path === pattern) return own.end === false || (own.strict ?? false) === (other.strict ?? false);
  return (
    own.end === false && path.startsWith(`${pattern}/`) && !/^[?*+{]/.test(path.slice(pattern.length + 1))
  );
}

/** Whether a layer is there for all of these methods. */
export const isFor = ({ methods }: Layer, wanted: readonly string[]): boolean =>
  methods.length === 0 || wanted.every((method) => methods.includes(method));

/** The methods of a route that differ, each with every method that it stands for. */
export function methodsOf({
  methods,
}: Layer): readonly { readonly name: string; readonly all: readonly string[] }[] {
  // `router.all` names every method there is.
  if (methods.length >= 20) return [{ name: "ALL", all: methods }];
  const shown = methods.filter((method) => method !== "HEAD" || !methods.includes("GET"));
  return shown.map((method) => ({ name: method, all: method === "GET" ? [method, "HEAD"] : [method] }));
}
