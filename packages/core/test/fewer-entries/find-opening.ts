import {
  ConfigurationError,
  createProductAuth,
  type CatalogEvent,
  type Decision,
  type ProductAuth,
  type RequestView,
} from "#src/index.js";
import { viewOf } from "../request/view-of.js";
import { PRESENTED, SUBSCRIPTIONS, withLess, type Presented } from "./credentials.js";
import type { Options } from "./options.js";
import { removalsOf, type Removal } from "./removals.js";

type Instance = ProductAuth<string, string>;

const PATHS = ["/", "/shop", "/shop/7", "/shop/latest", "/shop/admin", "/shop/admin/7", "/other"];
const RULES = [
  { product: "basic" },
  { product: ["basic", "free"] },
  { api: "outer" },
  { scopes: ["Read"] },
] as const;

/** The guards of an application: by path, and rules of their own as far as these options know their names. */
const guardsOf = (auth: Instance) =>
  [
    auth.anyProduct,
    ...RULES.map((rule) => orUndefined(() => auth.requirement(rule as never, "rule"))),
  ] as const;

const orUndefined = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
};

const headersOf = ({ token, key }: Presented) => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(key !== undefined && { "ocp-apim-subscription-key": key }),
});

// Made once: an instance keeps what it found out about a view, and all guards share it.
const views = new Map(PATHS.map((path) => [path, new WeakMap<Presented, RequestView>()]));

function viewAt(path: string, presented: Presented): RequestView {
  const known = views.get(path)!;
  const view = known.get(presented) ?? viewOf(headersOf(presented), { path });
  known.set(presented, view);
  return view;
}

/** A key that nobody has, to ask who decides. */
const ASKING: Presented = { key: "nobody's" };

type Guard = NonNullable<ReturnType<typeof guardsOf>[number]>;

function decide(auth: Instance, guard: Guard, path: string, presented: Presented): Decision<string> {
  const decision = auth.authorize(viewAt(path, presented), guard);
  if (decision instanceof Promise) throw new Error("everything is at hand");
  return decision;
}

const make = (options: Options): Instance | undefined =>
  orUndefined(() => createProductAuth<string, string>({ ...options, subscriptions: SUBSCRIPTIONS }));

/** Which API and operation decide at each path, as events tell; "404" for none. */
function placesOf(options: Options): readonly string[] {
  let place = "";
  const auth = make({
    ...options,
    onDecision: ({ api = "any product", operation = "" }) => (place = `${api} ${operation}`),
  })!;
  return PATHS.map((path) => {
    const decision = decide(auth, auth.anyProduct, path, ASKING);
    return decision.outcome === "refuse" && decision.status === 404 ? "404" : place;
  });
}

/**
 * Looks for an entry whose removal admits a caller whom the same options with it refuse, whatever part of the caller's
 * credentials is sent. Paths that another API or operation decides for afterwards are excepted, as long as `update` tells
 * of them. Gives the first in words.
 */
export function findOpening(options: Options): string | undefined {
  const before = make(options);
  if (before === undefined) return undefined;
  const places = placesOf(options);
  for (const removal of removalsOf(options)) {
    const after = make(removal.options);
    if (after === undefined) continue;
    const now = placesOf(removal.options);
    const kept = PATHS.filter((_, i) => places[i] === now[i]);
    const opening =
      openingOf(before, after, new Set(kept)) ?? differenceToUpdate(options, removal, places, now);
    if (opening !== undefined) return `without ${removal.entry}: ${opening}`;
  }
  return undefined;
}

function openingOf(before: Instance, after: Instance, kept: ReadonlySet<string>): string | undefined {
  const guards = guardsOf(before);
  const fewer = guardsOf(after);
  for (const path of PATHS)
    for (const [i, guard] of guards.entries()) {
      const now = fewer[i];
      if (guard === undefined || now === undefined || (i === 0 && !kept.has(path))) continue;
      for (const presented of PRESENTED) {
        if (decide(after, now, path, presented).outcome !== "admit") continue;
        const was = withLess.get(presented)!.map((less) => decide(before, guard, path, less));
        if (was.some(({ outcome }) => outcome === "admit")) continue;
        return JSON.stringify({ path, guard: guard.rule, presented, was: was.at(-1) });
      }
    }
  return undefined;
}

// An instance that was updated decides as one that was made so, and tells whose paths another one decides for.
function differenceToUpdate(
  options: Options,
  { options: fewer }: Removal,
  places: readonly string[],
  now: readonly string[],
): string | undefined {
  const { products, apis, ...rest } = fewer;
  const { products: _1, apis: _2, ...others } = options;
  if (JSON.stringify(rest) !== JSON.stringify(others)) return undefined; // what no update changes
  const events: CatalogEvent[] = [];
  const updated = make({ ...options, onCatalogUpdate: (event) => events.push(event) })!;
  const fresh = make(fewer)!;
  if (orUndefined(() => updated.update({ products, ...(apis && { apis }) }) ?? true) === undefined)
    return "update refuses what starts";
  const told = events[0]?.reassignedPaths.length ?? 0;
  for (const [i, path] of PATHS.entries()) {
    for (const presented of PRESENTED) {
      const [one, other] = [updated, fresh].map((auth) => decide(auth, auth.anyProduct, path, presented));
      if (said(one!) !== said(other!))
        return `update decides otherwise at ${path}: ${said(one!)}, not ${said(other!)}`;
    }
    if (now[i] !== "404" && places[i] !== now[i] && told === 0)
      return `update does not tell that ${path} goes from ${places[i]} to ${now[i]}`;
  }
  return undefined;
}

const said = (decision: Decision<string>) =>
  decision.outcome === "admit" ? `200 ${decision.access.product}` : `${decision.status} ${decision.code}`;
