import type { ImportedOptions } from "@product-auth/apim";
import type { Import } from "#src/import-configuration.js";
import { catalogFiles } from "#src/writing/catalog-files.js";
import { apiNamesOf } from "#src/writing/catalog-names.js";
import { variablesIn } from "#src/writing/variables-in.js";
import { loaded } from "../../loading/started.js";
import type { KeyedSubscription, Service } from "../gateway/service.js";
import { authorities } from "../world/certificates.js";
import { environmentFor } from "../world/environment.js";
import { fetchMetadata, issuerAt } from "../world/issuers.js";

/** A service for the interpreter, and options for an application that enforces what the import of it wrote. */
export interface StartedService {
  readonly service: Service;
  /** Undefined: everything is held, and nothing can be started. */
  readonly options: ((clock: () => number) => ImportedOptions) | undefined;
}

export async function startedService(imported: Import): Promise<StartedService> {
  const { report, configuration } = imported;
  const files = catalogFiles(imported);
  const environment = environmentFor([...variablesIn(files.values()), ...report.environment]);
  const subscriptions = subscriptionsOf(report);
  const service: Service = {
    ...{ report, subscriptions, environment, issuerAt, authorities },
    ...{ held: new Set(report.held), answered: imported.answered, tokens: imported.tokens },
    names: {
      apis: namesOf(configuration.apis),
      products: namesOf(configuration.products),
      operations: new Map(
        configuration.apis.flatMap((api) =>
          api.operations.flatMap(({ name, displayName }) =>
            displayName === undefined ? [] : [[`${api.name}/${name}`, displayName] as const],
          ),
        ),
      ),
    },
  };
  const catalog = JSON.parse(files.get("catalog.json") ?? "{}") as { readonly apis?: object };
  if (Object.keys(catalog.apis ?? {}).length === 0) return { service, options: undefined };
  const { options, held } = await loaded(imported, environment);
  const names = apiNamesOf(configuration);
  const forCatalog = subscriptions.map(({ scope, ...rest }) => {
    const api = names.get(scope.slice("/apis/".length));
    return { ...rest, scope: scope.startsWith("/apis/") && api !== undefined ? `/apis/${api}` : scope };
  });
  return {
    service: { ...service, held: new Set(held.map(({ scope }) => scope)) },
    options: (clock) => ({
      ...options,
      ...{ clock, fetch: fetchMetadata },
      subscriptions: forCatalog.filter(({ scope }) => isKnown(scope, options)) as never,
    }),
  };
}

const namesOf = (
  entries: readonly { readonly name: string; readonly displayName?: string }[],
): ReadonlyMap<string, string> =>
  new Map(
    entries.flatMap(({ name, displayName }) =>
      displayName === undefined ? [] : [[name, displayName] as const],
    ),
  );

/** A subscription for each scope, one that is suspended, and those of the input. */
function subscriptionsOf({ products, apis, subscriptions }: Import["report"]): readonly KeyedSubscription[] {
  const made = [
    ...Object.keys(products).map((name) => `/products/${name}`),
    ...Object.keys(apis).map((name) => `/apis/${name}`),
    "/apis",
  ].map((scope, i) => ({ id: `made-${i}`, scope, state: "active" }));
  const [first] = made;
  return [
    ...made,
    { ...first!, id: "made-suspended", state: "suspended" },
    ...subscriptions.map(({ id, scope, state }) => ({ id, scope, state })),
  ].map((one) => ({
    ...one,
    primaryKey: `primary-key-of-${one.id}`,
    secondaryKey: `secondary-key-of-${one.id}`,
  }));
}

const isKnown = (scope: string, { apis = {}, products }: ImportedOptions): boolean => {
  const [, kind, name] = scope.split("/");
  if (kind === "products") return Object.hasOwn(products, name!);
  return name === undefined || Object.hasOwn(apis, name);
};
