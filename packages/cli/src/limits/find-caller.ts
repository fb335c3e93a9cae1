import type { CatalogFile, LimitedCaller } from "@product-auth/core/catalog";
import { SubscriptionNotFoundError } from "@product-auth/core/subscriptions";
import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { printable } from "../printable.js";
import { subscriptionIdFrom } from "../subscriptions/arguments/subscription-id.js";
import { openStore } from "../subscriptions/store/open-store.js";
import { noSuchProduct } from "../arguments/no-such-product.js";
import { addressText } from "../store/address-text.js";
import { readStoreAddress } from "../store/store-address.js";
import { orStoreError } from "../store/store-error.js";
import type { LimitsOrder } from "./read-limits-arguments.js";

/** The caller that the command line names: a client application, or a subscription from its store or the catalog file. */
export async function findCaller(
  order: LimitsOrder,
  catalog: CatalogFile,
  { io, timeout }: { readonly io: CommandIo; readonly timeout: number },
): Promise<LimitedCaller> {
  const { client, product, ...texts } = order.texts;
  if (order.subscription === undefined) return clientOf(client ?? "", product, Object.keys(catalog.products));
  const id = subscriptionIdFrom(order.subscription);
  const text = addressText("store", order, io);
  if (text === undefined) return { subscription: inCatalog(id, catalog) };
  const address = readStoreAddress(text);
  const settings = {
    schema: texts.schema,
    prefix: texts.prefix,
    timeout,
    create: false,
    note: (line: string) => io.stderr.write(`${printable(line)}\n`),
  };
  const opened = await orStoreError(address, openStore(address, settings));
  try {
    const subscription = await orStoreError(address, opened.get(id));
    if (subscription === undefined) throw new SubscriptionNotFoundError(id);
    return { subscription };
  } finally {
    await opened.close().catch(() => undefined); // it was read
  }
}

function clientOf(client: string, product: string | undefined, products: readonly string[]): LimitedCaller {
  if (client === "") throw new Misuse("--client is the application id of the client.");
  if (product === undefined) return { client };
  if (products.includes(product)) return { client, product };
  throw noSuchProduct(product, products);
}

function inCatalog(id: string, { subscriptions }: CatalogFile) {
  if (subscriptions === undefined)
    throw new Misuse("the catalog lists no subscriptions; write where they are: --store-env NAME.");
  const found = subscriptions.find((subscription) => subscription.id === id);
  if (found === undefined) throw new SubscriptionNotFoundError(id);
  const { scope, startDate } = found;
  return { id, scope, ...(startDate !== undefined && { startDate: new Date(startDate).getTime() }) };
}
