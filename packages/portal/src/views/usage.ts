import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { withTimeout } from "@product-auth/core/subscriptions";
import { table, time } from "../html/table.js";
import { html, type Fragment, type Html } from "../html/template.js";
import type { Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { productOf } from "../subscriptions/scope.js";
import { amountWords, limitWords } from "../texts/limit-words.js";
import { productLimitWords } from "./product-words.js";

/** Milliseconds that the page waits for the counters. */
const TIMEOUT = 2000;

const UNKNOWN = "not known at the moment";

/** What a subscription has used of its rates and quotas. While the counters do not answer, the limits alone. */
export async function usageTable(
  subscription: StoredSubscription,
  viewer: Viewer,
  portal: PortalContext,
): Promise<Html | undefined> {
  const rows = (await usedRows(subscription, portal)) ?? unknownRows(subscription, viewer, portal);
  if (rows.length === 0) return undefined;
  return html`<h2>Rates and quotas</h2>
    ${table({ caption: "Rates and quotas", columns: ["Limit", "For", "Used", "Renewed"], rows, empty: "" })}`;
}

/** A row per limit; undefined while the counters do not answer. */
async function usedRows(
  subscription: StoredSubscription,
  { settings }: PortalContext,
): Promise<readonly (readonly Fragment[])[] | undefined> {
  const { auth } = settings;
  try {
    const used = await withTimeout(auth.limits.of({ subscription }), TIMEOUT, "The counters do not answer");
    return used.map((usage) => [
      limitWords(usage),
      placeWords(usage.place, settings.auth),
      usage.used === undefined
        ? "counted by something of each call, such as its address"
        : amountWords(usage.kind, usage.used),
      usage.renewedAt === undefined ? "" : time(usage.renewedAt),
    ]);
  } catch {
    return undefined;
  }
}

function unknownRows(
  subscription: StoredSubscription,
  viewer: Viewer,
  portal: PortalContext,
): readonly (readonly Fragment[])[] {
  const product = productOf(subscription, viewer, portal);
  if (product === undefined) return [["all", "", UNKNOWN, ""]];
  return productLimitWords(product, portal).map((words) => [words, "", UNKNOWN, ""]);
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
