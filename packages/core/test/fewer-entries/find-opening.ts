import {
  ConfigurationError,
  createProductAuth,
  type CatalogEvent,
  type Decision,
  type ProductAuth,
} from "@product-auth/core";
import { viewOf } from "../view-of.js";
import { PRESENTED, withLess, type Presented } from "./credentials.js";
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

type Guard = NonNullable<ReturnType<typeof guardsOf>[number]>;

function decide(auth: Instance, guard: Guard, path: string, presented: Presented): Decision<string> {
  const decision = auth.authorize(viewOf(headersOf(presented), { path }), guard);
  if (decision instanceof Promise) throw new Error("everything is at hand");
  return decision;
}

/** API and operation that decided last, as events tell them. */
const lastPlace = new WeakMap<Instance, string>();

/** Which API and operation decide at a path. */
function placeAt(auth: Instance, path: string): string {
  const decision = decide(auth, auth.anyProduct, path, { key: "nobody's" });
  if (decision.outcome === "refuse" && decision.status === 404) return "404";
  return lastPlace.get(auth) || "any product";
}

function make(options: Options): Instance | undefined {
  return orUndefined(() => {
    const auth: Instance = createProductAuth<string, string>({
      ...options,
      onDecision: ({ api, operation }) =>
        lastPlace.set(auth, [api, operation].filter((name) => name !== undefined).join(" ")),
    });
    return auth;
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
  for (const removal of removalsOf(options)) {
    const after = make(removal.options);
    const opening = after && (openingOf(before, after, removal) ?? differenceToUpdate(options, removal));
    if (opening !== undefined) return `without ${removal.entry}: ${opening}`;
  }
  return undefined;
}

function openingOf(before: Instance, after: Instance, removal: Removal): string | undefined {
  const guards = guardsOf(before);
  const fewer = guardsOf(after);
  for (const path of PATHS) {
    const handedOver = placeAt(before, path) !== placeAt(after, path);
    for (const [i, guard] of guards.entries()) {
      const now = fewer[i];
      if (guard === undefined || now === undefined || (handedOver && i === 0)) continue;
      for (const presented of PRESENTED) {
        const decision = decide(after, now, path, presented);
        if (decision.outcome !== "admit") continue;
        const was = withLess(presented).map((less) => decide(before, guard, path, less));
        if (was.some(({ outcome }) => outcome === "admit")) continue;
        return JSON.stringify({
          path,
          guard: guard.rule,
          presented,
          was: was.at(-1),
          removal: removal.entry,
        });
      }
    }
  }
  return undefined;
}

// An instance that was updated decides as one that was made so, and tells whose paths another one decides for.
function differenceToUpdate(options: Options, { options: fewer }: Removal): string | undefined {
  const { products, apis, ...rest } = fewer;
  const { products: _1, apis: _2, ...others } = options;
  if (JSON.stringify(rest) !== JSON.stringify(others)) return undefined; // what no update changes
  const events: CatalogEvent[] = [];
  const [updated, fresh] = [
    make({ ...options, onCatalogUpdate: (event) => events.push(event) })!,
    make(fewer)!,
  ];
  const places = PATHS.map((path) => placeAt(updated, path));
  if (orUndefined(() => updated.update({ products, ...(apis && { apis }) }) ?? true) === undefined)
    return "update refuses what starts";
  for (const [i, path] of PATHS.entries()) {
    for (const presented of PRESENTED) {
      const [one, other] = [updated, fresh].map((auth) => decide(auth, auth.anyProduct, path, presented));
      if (said(one!) !== said(other!))
        return `update decides otherwise at ${path}: ${said(one!)}, not ${said(other!)}`;
    }
    const now = placeAt(updated, path);
    const told = events[0]?.handedOver.length ?? 0;
    if (now !== "404" && places[i] !== now && told === 0)
      return `update does not tell that ${path} goes from ${places[i]} to ${now}`;
  }
  return undefined;
}

const said = (decision: Decision<string>) =>
  decision.outcome === "admit" ? `200 ${decision.access.product}` : `${decision.status} ${decision.code}`;
