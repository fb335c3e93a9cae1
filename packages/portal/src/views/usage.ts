import type { JsonObject } from "@product-auth/core/records";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { withTimeout } from "@product-auth/core/subscriptions";
import { table, time } from "../html/table.js";
import { html, type Fragment, type Html } from "../html/template.js";
import { momentOf } from "../json/moment-of.js";
import type { Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { productOf } from "../subscriptions/scope.js";
import { amountWords, limitWords } from "../texts/limit-words.js";
import { productLimitWords } from "./product-words.js";

/** Milliseconds that the page waits for the counters. */
const TIMEOUT = 2000;

const UNKNOWN = "not known at the moment";

/** What is used of one limit, in words. */
export interface LimitUse {
  readonly limit: string;
  readonly place: string;
  readonly used: string;
  /** Milliseconds since 1970. */
  readonly renewedAt?: number | undefined;
}

/** What a subscription has used of its rates and quotas. While the counters do not answer, the limits alone. */
export async function usageOf(
  subscription: StoredSubscription,
  viewer: Viewer,
  portal: PortalContext,
): Promise<readonly LimitUse[]> {
  return (await usedOf(subscription, portal)) ?? unknownOf(subscription, viewer, portal);
}

/** The same for programs. */
export const usageData = (uses: readonly LimitUse[]): readonly JsonObject[] =>
  uses.map(({ limit, place, used, renewedAt }) => ({
    limit,
    place: place === "" ? undefined : place,
    used,
    renewedAt: momentOf(renewedAt),
  }));

/** A table with a row for each limit; nothing without limits. */
export function usageTable(uses: readonly LimitUse[]): Html | undefined {
  if (uses.length === 0) return undefined;
  const rows = uses.map(({ limit, place, used, renewedAt }): readonly Fragment[] => [
    limit,
    place,
    used,
    renewedAt === undefined ? "" : time(renewedAt),
  ]);
  return html`<h2>Rates and quotas</h2>
    ${table({ caption: "Rates and quotas", columns: ["Limit", "For", "Used", "Renewed"], rows, empty: "" })}`;
}

/** Undefined while the counters do not answer. */
async function usedOf(
  subscription: StoredSubscription,
  { settings }: PortalContext,
): Promise<readonly LimitUse[] | undefined> {
  const { auth } = settings;
  try {
    const used = await withTimeout(auth.limits.of({ subscription }), TIMEOUT, "The counters do not answer");
    return used.map((usage) => ({
      limit: limitWords(usage),
      place: placeWords(usage.place, settings.auth),
      used:
        usage.used === undefined
          ? "counted by something of each call, such as its address"
          : amountWords(usage.kind, usage.used),
      renewedAt: usage.renewedAt,
    }));
  } catch {
    return undefined;
  }
}

function unknownOf(
  subscription: StoredSubscription,
  viewer: Viewer,
  portal: PortalContext,
): readonly LimitUse[] {
  const product = productOf(subscription, viewer, portal);
  const limits = product === undefined ? ["all"] : productLimitWords(product, portal);
  return limits.map((limit) => ({ limit, place: "", used: UNKNOWN }));
}

/** Where a limit stands, from the names of events: `product:pro`, `api:orders`, `operation:orders/list`, `global`. */
function placeWords(place: string, { catalog }: PortalContext["settings"]["auth"]): string {
  const colon = place.indexOf(":");
  const [kind, name] = [place.slice(0, Math.max(colon, 0)), place.slice(colon + 1)];
  if (kind === "product") return `product ${catalog.products.get(name)?.displayName ?? name}`;
  if (kind === "api") return `API ${catalog.apis.get(name)?.displayName ?? name}`;
  if (kind !== "operation") return "all calls";
  const [api = "", operation = ""] = name.split("/");
  return `operation ${operation} of API ${catalog.apis.get(api)?.displayName ?? api}`;
}
