import { textOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { ImportedSubscription, SubscriptionKeys } from "./configuration.js";
import { lastSegment } from "./last-segment.js";
import type { Spelling } from "./one-spelling.js";
import type { Resource } from "./resource.js";

/** Subscriptions with what was found about them. */
export interface SubscriptionsReading {
  readonly subscriptions: readonly ImportedSubscription[];
  readonly findings: readonly HoldingFinding[];
}

/** Reads subscriptions. The built-in `master` is skipped: it opens everything to the administrators of the service. */
export function subscriptionsOf(
  resources: readonly Resource[],
  products: ReadonlyMap<string, string>,
  spelling: Spelling,
  keys: SubscriptionKeys,
): SubscriptionsReading {
  const subscriptions: ImportedSubscription[] = [];
  const findings: HoldingFinding[] = [];
  for (const { type, names, at, properties } of resources) {
    const [id = ""] = names;
    if (type !== "subscriptions" || id === "master") continue;
    const scope = scopeOf(textOf(properties, "scope") ?? "", products, spelling);
    if (scope === undefined) {
      const text = "The scope of the subscription is none of a product, an API, all APIs or the service.";
      findings.push({ severity: "lost", code: "unreadable", at, text, holds: [] });
      continue;
    }
    const owner = lastSegment(textOf(properties, "ownerId") ?? "");
    subscriptions.push({
      id,
      ...optional("displayName", textOf(properties, "displayName")),
      scope,
      state: textOf(properties, "state") ?? "submitted",
      ...optional("owner", owner === "" ? undefined : owner),
      ...optional("startDate", textOf(properties, "startDate")),
      ...optional("endDate", textOf(properties, "endDate") ?? textOf(properties, "expirationDate")),
      keys: keys.has(id) ? "present" : "absent",
    });
  }
  if (subscriptions.some((subscription) => subscription.keys === "absent")) findings.push(KEYS_ABSENT);
  return { subscriptions, findings };
}

/** A scope by the end of its id. Nothing unclear becomes all-access. */
function scopeOf(id: string, products: ReadonlyMap<string, string>, spelling: Spelling): string | undefined {
  const segments = id.split("/");
  if (segments.at(-1) === "" && segments.length > 1) segments.pop();
  const [kind, last] = [segments.at(-2)?.toLowerCase(), segments.at(-1) ?? ""];
  if (last === "") return id === "/" ? "/" : undefined;
  if (kind === "products") {
    const name = spelling.product(last);
    return `/products/${products.get(name) ?? name}`;
  }
  if (kind === "apis") return `/apis/${spelling.api(last)}`;
  if (last.toLowerCase() === "apis") return "/apis";
  return kind === "service" ? "/" : undefined;
}

const KEYS_ABSENT: HoldingFinding = {
  severity: "difference",
  code: "keys-absent",
  at: "subscriptions",
  text: "The input holds no keys of subscriptions: POST …/subscriptions/{sid}/listSecrets answers them, --secrets reads them.",
  holds: [],
};

const optional = <K extends string>(name: K, value: string | undefined): { readonly [name in K]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [name in K]?: string };
