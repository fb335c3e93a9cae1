import type { Mark } from "@product-auth/core/adapter";
import type { FoundRoute } from "../report/route-report.js";
import type { FastifyInstance } from "fastify";
import { heardIn } from "./heard-routes.js";
import { printedRoutes } from "./printed-routes.js";
import { reportedMethods } from "./reported-methods.js";

/** Names of the functions of `@product-auth/fastify`, by which Fastify's own list of routes shows them. */
const NAMES = { scope: "productAuthScope()", guard: "productAuthGuard()", open: "productAuthOpen()" };

/** As the plugin says it where the guard of a scope has not settled a route's rule. */
const TOO_EARLY =
  "refuses every request: declared before Product Auth was registered, or its rule changed afterwards";

/** Routes that were declared before the report listened, with the little that can be known about them. */
export function unheardRoutes(outermost: FastifyInstance): readonly FoundRoute[] {
  const { routes, all } = heardIn(outermost);
  if (all === true) return [];
  const settings = outermost.initialConfig as RouterSettings;
  const known = new Set(
    routes.flatMap(({ url, isRoot, options }) =>
      [options.method]
        .flat()
        .flatMap((method) => addressesOf(url, isRoot).map((path) => `${method} ${spelt(path, settings)}`)),
    ),
  );
  return printedRoutes(outermost).flatMap(({ path, methods, hooks }) =>
    reportedMethods(methods.filter((method) => !known.has(`${method} ${spelt(path, settings)}`))).map(
      (method) => ({ method, path, marks: marksByName(hooks) }),
    ),
  );
}

function marksByName(hooks: readonly string[]): readonly Mark[] {
  return hooks.flatMap((name): Mark[] => {
    if (name === NAMES.scope) return [{ kind: "shut", why: TOO_EARLY }];
    if (name === NAMES.guard)
      return [{ kind: "guard", demands: "a guard; the command tells which", products: [], byApi: false, anonymous: false }]; // prettier-ignore
    return name === NAMES.open ? [{ kind: "open" }] : [];
  });
}

/** The paths that a route is found under: in a scope, "/" is also there with a slash, and parameters may be optional. */
function addressesOf(url: string, isRoot: boolean): readonly string[] {
  const paths = isRoot ? [url, `${url}/`] : [url || "/"];
  const optional = /(\/:[^/()]*?)\?(\/?)/;
  return paths.flatMap((path) =>
    optional.test(path) ? [path.replace(optional, "$1$2"), path.replace(optional, "$2") || "/"] : [path],
  );
}

interface RouterSettings {
  readonly caseSensitive?: boolean;
  readonly ignoreTrailingSlash?: boolean;
  readonly ignoreDuplicateSlashes?: boolean;
  readonly routerOptions?: RouterSettings;
}

// Parameters are printed under every name that any method gives them.
function spelt(path: string, { routerOptions, ...settings }: RouterSettings): string {
  const { caseSensitive, ignoreTrailingSlash, ignoreDuplicateSlashes } = { ...settings, ...routerOptions };
  let text = path.replaceAll("::", ":").replace(/:\w+(?:\|:\w+)*/g, ":");
  if (ignoreDuplicateSlashes === true) text = text.replace(/\/+/g, "/");
  if (ignoreTrailingSlash === true && text !== "/") text = text.replace(/\/$/, "");
  return caseSensitive === false ? text.toLowerCase() : text;
}
