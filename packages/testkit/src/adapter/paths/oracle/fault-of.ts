import type { PathCatalog } from "../catalogs/path-catalog.js";
import { mayCall, mayCallUnmatched, type Credential } from "../credentials.js";
import type { PathRoute, PathSetUp, Told } from "../path-set-up.js";
import { expectedRule, foldedApi } from "./expected-rule.js";

/** What is wrong when a handler has answered a caller; undefined when nothing is. */
export function faultOf(
  setUp: PathSetUp,
  catalog: PathCatalog,
  routes: readonly PathRoute[],
  credential: Credential,
  told: Told,
): string | undefined {
  const route = routes.find(({ id }) => id === told.handler)!;
  if (told.access === undefined) return "no guard ran";
  const { api, operation } = expectedRule(setUp, catalog, route, told);
  const applied = told.access.api;
  if (api === undefined && isInOtherCapitals(setUp, catalog, credential, told)) return undefined;
  // Where the guard asks what was sent too, a handler that no path of an API reaches may stand behind that API's rule.
  if (api === undefined && setUp.mayRefuseRewritten === true && catalog.unmatched === "refuse")
    return undefined;
  if (applied !== api?.name)
    return `the rule of ${applied ?? "no API"} was applied, and the handler is of ${api?.name ?? "no API"}`;
  if (api === undefined) {
    if (catalog.unmatched === "refuse") return "it is of no API, and unmatched paths are refused";
    return mayCallUnmatched(credential)
      ? undefined
      : "it is of no API, which takes a credential of some product";
  }
  if (!mayCall(api, credential)) return `this caller may not call ${api.name}`;
  if (operation === undefined) return `${api.name} lists no such operation`;
  if (operation !== (told.access.operation ?? "any"))
    return `operation ${told.access.operation ?? "none"} was applied, and it is ${operation}`;
  return undefined;
}

/**
 * The one thing that is let pass where routers tell capitals apart and `caseSensitivePaths` has not been said: a handler
 * of no API, which no path as declared reaches, behind the rule of the API whose path it is in other capitals. Only
 * where paths of no API are refused.
 */
function isInOtherCapitals(
  setUp: PathSetUp,
  catalog: PathCatalog,
  credential: Credential,
  { path, access }: Told,
): boolean {
  const isPossible =
    setUp.caseSensitivePaths !== true && setUp.ignoresCase.includes(false) && catalog.unmatched === "refuse";
  const folded = isPossible ? foldedApi(catalog, setUp, path) : undefined;
  return folded !== undefined && access?.api === folded.name && mayCall(folded, credential);
}
