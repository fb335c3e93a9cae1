import type {
  Configuration,
  ImportedApi,
  ImportedClient,
  ImportedOperation,
  ImportedProduct,
} from "../configuration/configuration.js";
import type { JsonObject } from "../json/json-value.js";
import { nameOf } from "./places.js";
import type { PolicyBoard } from "./policy-board.js";

/** What a catalog is written from. */
export interface CatalogParts {
  readonly configuration: Configuration;
  /** Scopes that are left out. */
  readonly held: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, string>;
  readonly board: PolicyBoard;
}

/** The content of `catalog.json`. */
export function catalogOf({ configuration, held, names, board }: CatalogParts): JsonObject {
  const products = configuration.products.filter(({ name }) => !isHeld(held, `product:${name}`));
  const apis = configuration.apis.filter(({ name }) => !isHeld(held, `api:${name}`));
  const clients = products.some(({ accepts }) => accepts.includes("token")) ? configuration.clients : [];
  const policies = board.policiesOf("global");
  const known = new Set(products.map(({ name }) => name));
  return {
    $schema: "https://unpkg.com/@product-auth/core/catalog.schema.json",
    products: Object.fromEntries(
      products.length === 0
        ? [NO_PRODUCT]
        : products.map((product) => [product.name, productOf(product, board)]),
    ),
    apis: Object.fromEntries(
      apis.map((api) => [names.get(api.name)!, apiOf(api, { configuration, known, board })]),
    ),
    ...(clients.length > 0 && { clientApplications: clientsOf(clients, known) }),
    ...(Object.keys(policies).length > 0 && { policies }),
  };
}

const isHeld = (held: ReadonlySet<string>, scope: string): boolean => held.has("global") || held.has(scope);

/** A catalog has a product at least. This one contains no API, so that its keys open nothing. */
const NO_PRODUCT: readonly [string, JsonObject] = [
  "none",
  { displayName: "None", accepts: ["key"], state: "notPublished" },
];

function productOf(product: ImportedProduct, board: PolicyBoard): JsonObject {
  const { name, displayName, state, accepts, audiences, role } = product;
  const { description, approvalRequired, subscriptionsLimit, terms } = product;
  const takesTokens = accepts.includes("token");
  // A product that guests see is seen by everyone.
  const groups = product.groups.includes("guests") ? [] : product.groups.filter(isGroup);
  return {
    ...(isFilled(displayName) && { displayName }),
    accepts,
    state,
    ...(takesTokens && { audience: audiences }),
    ...(takesTokens && role !== undefined && { role }),
    ...(isFilled(description) && { description: cut(description, 1_000) }),
    ...(approvalRequired !== undefined && { approvalRequired }),
    ...(subscriptionsLimit !== undefined && { subscriptionsLimit }),
    ...(isFilled(terms) && { terms: cut(terms, 20_000) }),
    ...(groups.length > 0 && { groups: [...new Set(groups)] }),
    ...board.policiesOf(nameOf({ product: name })),
  };
}

function apiOf(
  api: ImportedApi,
  {
    configuration,
    known,
    board,
  }: {
    readonly configuration: Configuration;
    readonly known: ReadonlySet<string>;
    readonly board: PolicyBoard;
  },
): JsonObject {
  const { name, displayName, description, path, products, keyHeader, keyQuery, operations } = api;
  const its = products.filter((product) => known.has(product));
  const keyNames = {
    ...(keyHeader !== undefined && { header: keyHeader }),
    ...(keyQuery !== undefined && { query: keyQuery }),
  };
  return {
    ...(isFilled(displayName) && { displayName }),
    path,
    ...(its.length > 0 && { products: its }),
    ...(isOpenOutside(api, configuration, known) && { subscriptionRequired: false }),
    ...(Object.keys(keyNames).length > 0 && { subscriptionKeyParameterNames: keyNames }),
    ...(isFilled(description) && { description: cut(description, 10_000) }),
    ...(operations.length > 0 && {
      operations: Object.fromEntries(
        operations.map((operation) => [operation.name, operationOf(name, operation, board)]),
      ),
    }),
    ...board.policiesOf(nameOf({ api: name })),
  };
}

// Calls without a credential belong to an open product of the API. Where that is held back, they must not come to the
// API outside of it, where fewer rules may apply.
const isOpenOutside = (
  { products, subscriptionRequired }: ImportedApi,
  configuration: Configuration,
  known: ReadonlySet<string>,
): boolean =>
  !subscriptionRequired &&
  !configuration.products.some(
    ({ name, accepts }) => products.includes(name) && accepts.includes("open") && !known.has(name),
  );

function operationOf(
  api: string,
  { name, method, urlTemplate, displayName, description }: ImportedOperation,
  board: PolicyBoard,
): JsonObject {
  return {
    method,
    urlTemplate: urlTemplate.split("?", 1)[0]!, // the path alone tells the operation
    ...(isFilled(displayName) && { displayName: cut(displayName, 300) }),
    ...(isFilled(description) && { description: cut(description, 1_000) }),
    ...board.policiesOf(nameOf({ api, operation: name })),
  };
}

// A catalog has one entry for each application.
const clientsOf = (clients: readonly ImportedClient[], known: ReadonlySet<string>): readonly JsonObject[] => [
  ...new Map(
    clients.map((client) => {
      const id = client.id.toLowerCase();
      const same = clients.filter((one) => one.id.toLowerCase() === id);
      const products = [...new Set(same.flatMap((one) => one.products))];
      return [id, clientOf({ ...client, products }, known)];
    }),
  ).values(),
];

const STATES = ["active", "approved", "pending", "rejected"];

const clientOf = (
  { id, displayName, products, state, owner }: ImportedClient,
  known: ReadonlySet<string>,
): JsonObject => ({
  id,
  ...(isFilled(displayName) && { displayName }),
  products: products.filter((product) => known.has(product)),
  state: STATES.includes(state) ? state : "pending", // any other admits nothing
  ...(isFilled(owner) && { ownerId: owner }),
});

const isFilled = (text: string | undefined): text is string => text !== undefined && text.trim() !== "";

const isGroup = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name);

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
