import {
  CLIENT_STATES,
  MemoryClientRegistry,
  type ClientApplication,
  type ClientRegistry,
} from "../evidence/clients/client-application.js";
import { CachingClientRegistry } from "../evidence/clients/caching-client-registry.js";
import type { CachingStoreSettings } from "../evidence/subscriptions/caching-store.js";
import { OWNER_STATES } from "../evidence/subscriptions/subscription.js";
import type { Problem } from "../lib/errors.js";
import * as form from "./forms.js";
import { soundItems, type Given } from "./given.js";
import { unknownProduct } from "./unknown-product.js";

/** Which client applications may call. */
export interface ClientOptions {
  /** Registered client applications: a list, or a registry. Then only these may call, and only linked products. */
  readonly clientApplications?: readonly ClientApplication[] | ClientRegistry;
}

export interface ClientSettings {
  /** None: clients are not looked up. */
  readonly clients: ClientRegistry | undefined;
  /** The registry that was given; undefined when applications are listed in code and never change. */
  readonly givenRegistry: ClientRegistry | undefined;
}

/** The form of one client application; a catalog file holds these too. */
export const clientApplicationForm: form.Form = form.object<ClientApplication>({
  id: form.text("a unique id"),
  displayName: form.optional(form.text()),
  products: form.list(form.anyText, "a list of product names"),
  state: form.oneOf(CLIENT_STATES),
  ownerId: form.optional(form.text()),
  ownerState: form.optional(form.oneOf(OWNER_STATES)),
});

export const clientForms: form.FormsOf<ClientOptions> = {
  clientApplications: form.optional(
    form.either(
      [form.list(clientApplicationForm), form.port("findClient")],
      "a list of client applications, or a registry with findClient",
    ),
  ),
};

/** What is wrong with the client applications: links to products that do not exist, applications listed twice. */
export function clientProblems(
  given: Given<ClientOptions>,
  products: readonly string[] | undefined,
): readonly Problem[] {
  const seen = new Map<string, number>();
  const items = soundItems(given, "clientApplications") as readonly (readonly [number, ClientApplication])[];
  return items.flatMap(([i, client]) => {
    const at = `clientApplications[${i}]`;
    const problems = client.products.flatMap((product, j) =>
      unknownProduct(`${at}.products[${j}]`, product, products),
    );
    const id = client.id.toLowerCase();
    const first = seen.get(id);
    seen.set(id, i);
    if (first === undefined) return problems;
    const fix = "give each application one entry, with all its products";
    return [
      ...problems,
      { path: `${at}.id`, message: `repeats the id of clientApplications[${first}]`, fix },
    ];
  });
}

export function settleClients(
  { clientApplications, ...left }: ClientOptions,
  cache: CachingStoreSettings,
): ClientSettings {
  form.nothingLeft(left);
  if (clientApplications === undefined) return { clients: undefined, givenRegistry: undefined };
  return "findClient" in clientApplications
    ? {
        clients: new CachingClientRegistry(clientApplications, cache),
        givenRegistry: clientApplications,
      }
    : { clients: new MemoryClientRegistry(clientApplications), givenRegistry: undefined };
}
