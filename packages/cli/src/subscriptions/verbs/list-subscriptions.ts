import type { SubscriptionQuery } from "@product-auth/core/subscriptions";
import { wholeNumber } from "../../arguments/whole-number.js";
import { scopeFrom, stateFrom } from "../arguments/read-values.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { readPages } from "../../output/read-pages.js";
import { documentOf } from "../output/subscription-document.js";
import { subscriptionTable } from "../output/subscription-text.js";
import { writeDocument } from "../../output/write-document.js";

/** Lists subscriptions, page by page. */
export async function listSubscriptions(order: Order): Promise<(desk: Desk) => Promise<ExitCode>> {
  const query = queryOf(order);
  const most = mostOf(order);
  return async function list(desk) {
    const { administration, io } = desk;
    const { items, next } = await readPages({
      most,
      after: query.after,
      page: (part) => administration.list({ ...query, ...part }),
      onMore: (count) => io.stderr.write(`${count} read, going on…\n`),
    });
    const subscriptions = items.map(documentOf);
    const document = { subscriptions, ...(next !== undefined && { next }) };
    writeDocument(desk, document, subscriptionTable(subscriptions));
    if (next !== undefined)
      io.stderr.write(`There are more: --all lists everything, --after ${JSON.stringify(next)} goes on.\n`);
    return 0;
  };
}

function queryOf({ texts: { state, scope, owner, after } }: Order): SubscriptionQuery {
  return {
    ...(state !== undefined && { state: stateFrom(state) }),
    ...(scope !== undefined && { scope: scopeFrom(scope) }),
    ...(owner !== undefined && { ownerId: owner }),
    ...(after !== undefined && { after: subscriptionIdFrom(after) }),
  };
}

function mostOf({ texts: { limit }, flags }: Order): number {
  if (flags.has("all") && limit !== undefined) throw new Misuse("give either --limit or --all.");
  return flags.has("all") ? Infinity : wholeNumber("limit", limit ?? "100", 1, 1_000_000);
}
