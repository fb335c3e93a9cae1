import { ownerOf } from "./credentials.js";
import { expectedRule } from "./oracle/expected-rule.js";
import { faultOf } from "./oracle/fault-of.js";
import type { PathFailure } from "./path-failure.js";
import type { PathRoute } from "./path-set-up.js";
import type { ServedSetUp } from "./serve-set-up.js";
import { segmentsOf, type PathCatalog } from "./catalogs/path-catalog.js";
import { isLiteral } from "./catalogs/routes-of.js";
import { canonicalTarget } from "./targets/canonical.js";
import { plain, type PathCase } from "./targets/path-case.js";
import { requestOf } from "./wire/path-request.js";

/** Fair use: every route answers its owner at the target that a client would write. */
export async function runPlain(served: ServedSetUp): Promise<readonly PathFailure[]> {
  const { setUp, catalog, routes } = served;
  if (setUp.confusesMounts === true && catalog.unmatched !== "refuse") return [];
  const sent = routes.flatMap((route) => {
    const target = canonicalTarget(route);
    const told = { path: setUp.matches === "raw" ? target : decodeURI(target), method: "GET" };
    const { api, operation } = expectedRule({ ...setUp, rewrites: "before" }, catalog, route, told);
    const isRefused = api === undefined ? catalog.unmatched === "refuse" : operation === undefined;
    if (isRefused || (setUp.confusesMounts === true && endsInApi(catalog, route))) return [];
    const one: PathCase =
      setUp.rewrites === "before" && setUp.mayRefuseRewritten !== true
        ? { method: "GET", target: plain("/stock"), rewrite: plain(target) }
        : { method: "GET", target: plain(target) };
    const owner = api === undefined ? ("gold" as const) : ownerOf(api);
    const callers = api === undefined ? [owner] : ([owner, "all-apis"] as const);
    return callers.map((credential) => ({ route, one, credential }));
  });
  const answers = await served.send(sent.map(({ one, credential }) => requestOf(one, credential)));
  return sent.flatMap(({ route, one, credential }, i) => {
    const { status, told } = answers[i]!;
    const isOther = told !== undefined && isLiteral(route) && told.handler !== route.id;
    const fault =
      told === undefined || isOther
        ? `${route.id} must answer this caller`
        : faultOf(setUp, catalog, routes, credential, told);
    return fault === undefined ? [] : [{ served, one, credential, status, told, fault, seed: 0 }];
  });
}

/** Whether what is left of a route without its first segments lies in an API too. */
const endsInApi = ({ apis }: PathCatalog, { pieces }: PathRoute): boolean =>
  pieces.some(
    (_, start) =>
      start > 0 && apis.some(({ path }) => segmentsOf(path).every((part, i) => part === pieces[start + i])),
  );
