import type { SubscriptionQuery } from "@product-auth/core/subscriptions";
import { scopeFrom, stateFrom, wholeNumber } from "../arguments/read-values.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { documentOf, type SubscriptionDocument } from "../output/subscription-document.js";
import { subscriptionTable } from "../output/subscription-text.js";
import { writeDocument } from "../output/write-document.js";

const PAGE = 1000;

/** Lists subscriptions, page by page. */
export async function listSubscriptions(order: Order): Promise<(desk: Desk) => Promise<ExitCode>> {
  const query = queryOf(order);
  const most = mostOf(order);
  return async function list(desk) {
    const { subscriptions, next } = await read(desk, query, most);
    const document = { subscriptions, ...(next !== undefined && { next }) };
    writeDocument(desk, document, subscriptionTable(subscriptions));
    if (next !== undefined)
      desk.io.stderr.write(
        `There are more: --all lists everything, --after ${JSON.stringify(next)} goes on.\n`,
      );
    return 0;
  };
}

async function read({ administration, io }: Desk, query: SubscriptionQuery, most: number) {
  const subscriptions: SubscriptionDocument[] = [];
  let after = query.after;
  do {
    const limit = Math.min(most - subscriptions.length, PAGE);
    const page = await administration.list({ ...query, limit, ...(after !== undefined && { after }) });
    for (const each of page.items) subscriptions.push(documentOf(each));
    after = page.next;
    if (after !== undefined && subscriptions.length < most)
      io.stderr.write(`${subscriptions.length} read, going on…\n`);
  } while (after !== undefined && subscriptions.length < most);
  return { subscriptions, next: after };
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
