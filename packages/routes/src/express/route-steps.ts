import { markOf, type Mark } from "@product-auth/core/adapter";
import { isLast, type Handle, type Route } from "./layers.js";

/** What follows each other in a route, for each method in capitals; `ALL` is every method that is not named. */
export function stepsByMethod({ methods, stack }: Route): ReadonlyMap<string, readonly Handle[]> {
  const stepsFor = (name?: string) =>
    stack.filter(({ method }) => method === undefined || method === name).map(({ handle }) => handle);
  const names = Object.keys(methods).filter((name) => name !== "_all");
  const steps = new Map(names.map((name) => [name.toUpperCase(), stepsFor(name)]));
  // `app.all` names every method there is.
  if (names.length < 20) return methods["_all"] === true ? steps.set("ALL", stepsFor()) : steps;
  const most = stepsFor("trace");
  const other = [...steps].filter(([, each]) => !isSame(each, most));
  return new Map([...other, ["ALL", most]]);
}

/** A method as a report shows it, with those that are not what it stands for. */
export interface Asked {
  readonly method: string;
  /** Methods that have separate steps in the route, and a separate line in the report. */
  readonly except: ReadonlySet<string>;
}

/** A method of a route, or of everything that is not a route. */
export const asked = (method: string, route?: Route): Asked => ({
  method,
  except: new Set(route === undefined ? [] : stepsByMethod(route).keys()),
});

/**
 * Marked steps of a route that every request meets with a method, up to the first that is not marked: this may jump over
 * the rest. A GET route answers HEAD, for which another route may have steps; ALL is every method there is.
 */
export function leadingSteps(route: Route, { method, except }: Asked): readonly Handle[] {
  const own = [...stepsByMethod(route).keys()].filter((name) => !except.has(name));
  const methods =
    method === "ALL"
      ? ["ALL", ...own]
      : [method, ...(method === "GET" && !except.has("HEAD") ? ["HEAD"] : [])];
  const [first = [], ...others] = methods.map((name) => leading(stepsFor(route, name) ?? []));
  return first.filter((step) => others.every((each) => each.includes(step)));
}

/** The steps of a route that a request with this method comes to; undefined when it passes the route by. */
export function stepsFor(route: Route, method: string): readonly Handle[] | undefined {
  const steps = stepsByMethod(route);
  return steps.get(method) ?? (method === "HEAD" ? steps.get("GET") : undefined) ?? steps.get("ALL");
}

/** The methods that a route answers, in capitals. */
export function methodsOf(route: Route): readonly string[] {
  const steps = [...stepsByMethod(route)];
  return steps
    .filter(([method, each]) => {
      const handlers = each.filter(isHandler);
      // `.all(check).get(list)`: what stands in front of the methods' own handlers answers nothing by itself.
      return method === "ALL" && steps.length > 1 ? handlers.some(isLast) : handlers.length > 0;
    })
    .map(([method]) => method);
}

/** Marks that stand before the handler of a route: the first that lets no request on, or else the last one. */
export function marksOfRoute(route: Route, method: string): readonly Mark[] {
  const steps = stepsFor(route, method) ?? [];
  const first = steps.findIndex((step) => isHandler(step) && isLast(step));
  const handler = first === -1 ? steps.findLastIndex(isHandler) : first;
  return steps.slice(0, handler === -1 ? steps.length : handler).flatMap((step) => markOf(step) ?? []);
}

function leading(steps: readonly Handle[]): readonly Handle[] {
  const end = steps.findIndex((step) => markOf(step) === undefined);
  return end === -1 ? steps : steps.slice(0, end);
}

const isHandler = (handle: Handle) => markOf(handle) === undefined && handle.length !== 4;

const isSame = (one: readonly Handle[], other: readonly Handle[]) =>
  one.length === other.length && one.every((handle, at) => handle === other[at]);
