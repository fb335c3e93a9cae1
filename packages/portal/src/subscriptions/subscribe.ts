import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { CatalogProduct } from "@product-auth/core";
import { RepositoryConflictError } from "@product-auth/core/records";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { releaseOf } from "../forms/forms.js";
import { visitorNetwork } from "../people/network.js";
import type { PortalContext } from "../portal-context.js";
import { StoreUnavailableError } from "../stores/store-unavailable-error.js";
import { isOvertaken } from "./is-overtaken.js";
import { scopeOf } from "./scope.js";
import { takenPlaces } from "./taken-places.js";
import { abandoned, endOf, jobOf, unfinished, type Unfinished } from "./unfinished.js";

/** What a user wants to subscribe to. */
export interface WantedSubscription {
  readonly product: CatalogProduct;
  readonly owner: string;
  readonly name: string;
  /** Id of the form. */
  readonly form: string;
  readonly address: string | undefined;
}

/** How it ended. */
export type SubscribeOutcome =
  | {
      readonly kind: "granted" | "waiting";
      readonly subscription: StoredSubscription;
      readonly primaryKey: string;
      readonly secondaryKey: string;
    }
  /** `already`: the form was sent before. `full`: the limit is reached. `busy`: others are being made. `blocked`: the user is. */
  | { readonly kind: "already" | "full" | "busy" | "blocked" };

type Granted = Extract<SubscribeOutcome, { kind: "granted" | "waiting" }>;

/** Attempts to get a place, while others that may fail take it. */
const ATTEMPTS = 6;
/** Milliseconds after which no further attempt begins. */
const LAST_ATTEMPT = 15_000;

/**
 * Subscribes a user to a product. Every instance inserts first and counts afterwards, so that the instance that inserts last sees all
 * others: the limit holds over all instances. Nothing is granted before the count.
 */
export function subscribe(wanted: WantedSubscription, portal: PortalContext): Promise<SubscribeOutcome> {
  const { owner, product } = wanted;
  return portal.queues.run(`${owner}|${product.name}`, async () => {
    const work = await claim(wanted, portal);
    if (work === undefined) return { kind: "already" };
    try {
      const outcome = await makeOne(work, wanted, portal);
      if (outcome.kind === "granted" || outcome.kind === "waiting") return outcome;
      await portal.records.write([endOf(work), releaseOf(work.form)]);
      return outcome;
    } catch (error) {
      await undo(work, portal);
      throw failureOf(error);
    }
  });
}

/** Claims the form, together with the note that the work goes on. */
async function claim(wanted: WantedSubscription, portal: PortalContext): Promise<Unfinished | undefined> {
  const { owner, product, name } = wanted;
  const id = randomUUID();
  const claimOnce = async (): Promise<Unfinished | undefined> => {
    const now = portal.settings.clock();
    const form = await portal.forms.claim(owner, wanted.form, (claimed) => [
      { put: jobOf({ id, owner, product: product.name, name, form: claimed }, now) },
    ]);
    return form && { id, owner, product: product.name, name, form };
  };
  const first = await claimOnce();
  if (first !== undefined) return first;
  // A process that was killed while it worked on the form has made nothing with it: settling that releases the form.
  await unfinished(owner, portal);
  return claimOnce();
}

async function makeOne(
  work: Unfinished,
  { product, owner, name, address }: WantedSubscription,
  portal: PortalContext,
): Promise<SubscribeOutcome> {
  const { subscriptions, users, audit, mails } = portal;
  const { id } = work;
  const act = { by: owner };
  const place = await takePlace(work, product, portal);
  if (typeof place === "string") return { kind: place };
  const kind = product.approvalRequired ? "waiting" : "granted";
  const subscription =
    kind === "waiting"
      ? place.subscription
      : await subscriptions.activate(id, { ...act, onlyFrom: ["submitted"] });
  // Blocking a user goes through the subscriptions that exist: this one may have been inserted behind it.
  if ((await users.get(owner))?.state !== "active") {
    await subscriptions.delete(id, act);
    return { kind: "blocked" };
  }
  const { displayName: comment } = product;
  const event = { action: "subscribe", actor: owner, owner, target: id, name, comment } as const;
  const data = { id, product: comment };
  const mail = kind === "waiting" ? mails.queued("subscription-waits", { administrators: true, data }) : [];
  await audit.add({ ...event, ...visitorNetwork(address) }, endOf(work), ...mail);
  return { ...place, kind, subscription };
}

/** Inserts the subscription where the limit has room for it. */
async function takePlace(
  { id, owner, name }: Unfinished,
  product: CatalogProduct,
  portal: PortalContext,
): Promise<Omit<Granted, "kind"> | "full" | "busy"> {
  const { subscriptions, settings } = portal;
  const scope = scopeOf(product);
  const act = { by: owner };
  const lastStart = settings.clock() + LAST_ATTEMPT;
  for (let attempt = 1; ; attempt++) {
    if (await isFull(owner, product, portal)) return "full";
    const made = await subscriptions.create(
      { id, scope, state: "submitted", displayName: name, ownerId: owner },
      act,
    );
    const { subscriptionsLimit: limit } = product;
    if (limit === undefined) return made;
    const { size } = await takenPlaces(owner, scope, portal);
    if (size <= limit) return made;
    await subscriptions.delete(id, act);
    if (attempt === ATTEMPTS || settings.clock() > lastStart) return "busy";
    await delay(20 + Math.random() * 180);
  }
}

/** Whether a user has all subscriptions that a product allows. Those that are being made do not count: they may fail. */
export async function isFull(
  owner: string,
  product: CatalogProduct,
  portal: PortalContext,
): Promise<boolean> {
  const { subscriptionsLimit: limit } = product;
  if (limit === undefined) return false;
  const places = await takenPlaces(owner, scopeOf(product), portal);
  if (places.size < limit) return false;
  const making = await unfinished(owner, portal);
  const settled = [...places.values()].filter(({ id, state }) => state === "active" || !making.has(id));
  return settled.length >= limit;
}

/**
 * Takes back what was made, as far as the stores answer. The job stays: a store that did not answer in time may insert the
 * subscription later, and then the job is what finds it.
 */
async function undo(work: Unfinished, portal: PortalContext): Promise<void> {
  await portal.subscriptions.delete(work.id).catch(() => undefined);
  await portal.records.write(abandoned(work, portal.settings.clock())).catch(() => undefined);
}

/** The work took so long that another process has settled it as failed: as if the store had not answered. */
const failureOf = (error: unknown): unknown =>
  isOvertaken(error)
    ? new StoreUnavailableError("subscriptions", error)
    : error instanceof RepositoryConflictError
      ? new StoreUnavailableError("records", error)
      : error;
