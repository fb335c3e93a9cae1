import type { Reading } from "./reading.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { apiOf, operationsByApi } from "./api-of.js";
import { clientsOf } from "./clients-of.js";
import type { Configuration } from "./configuration.js";
import { currentRevisions } from "./current-revisions.js";
import { documentsOf, oneOfEachScope } from "./documents-of.js";
import { emptyProducts, samePaths, twoOpenProducts } from "./judge-apis.js";
import { groupsByProduct, productLinks } from "./links.js";
import { namedValuesOf } from "./named-values-of.js";
import { withLinkedApis } from "./linked-apis.js";
import { oneOfEach } from "./one-of-each.js";
import { spellingOf, withOneSpelling } from "./one-spelling.js";
import { productNames } from "./product-names.js";
import { productOf } from "./product-of.js";
import type { Resource } from "./resource.js";
import { subscriptionsOf } from "./subscriptions-of.js";

/**
 * Brings what was read into one configuration, whatever kinds of input it came from: one of each resource, current
 * revisions, links in all their forms, and documents under their scopes.
 */
export function settleConfiguration(reading: Reading): Configuration {
  const spelling = spellingOf(reading.resources);
  const current = currentRevisions(withOneSpelling(reading.resources, spelling));
  const single = oneOfEach(current.resources);
  const { resources } = single;
  const named = productNames(ofType(resources, "products"));
  const groups = groupsByProduct(resources);
  const products = ofType(resources, "products").map((resource) => {
    const [name = ""] = resource.names;
    const inCatalog = named.names.get(name) ?? name;
    return productOf(resource, inCatalog, groups.get(name) ?? [], reading.secretVariables);
  });
  const apiResources = ofType(resources, "apis");
  const links = productLinks(
    resources,
    named.names,
    new Set(apiResources.map(({ names: [name = ""] }) => name)),
  );
  const operations = operationsByApi(resources);
  const versionSets = new Map(
    ofType(resources, "apiVersionSets").map((set) => [(set.names[0] ?? "").toLowerCase(), set]),
  );
  const apis = apiResources.map((resource) => {
    const [name = ""] = resource.names;
    return apiOf(
      resource,
      versionSets,
      links.productsOfApi.get(name) ?? [],
      operations.get(name) ?? [],
      reading.secretVariables,
    );
  });
  const subscriptions = subscriptionsOf(resources, named.names, spelling, reading.keys);
  const clients = clientsOf(resources, named.names);
  const documents = documentsOf(resources, named.names);
  const scoped = oneOfEachScope([...documents.documents, ...reading.documents]);
  const importedApis = apis.map(({ api }) => api);
  const importedProducts = products.map(({ product }) => product);
  const found = [
    ...[...reading.findings, ...current.findings, ...single.findings]
      .map(heldAs(named.names))
      .map(withLinkedApis(importedApis, importedProducts)),
    ...named.findings,
    ...products.flatMap(({ findings }) => findings),
    ...links.findings,
    ...apis.flatMap(({ findings }) => findings),
    ...samePaths(importedApis),
    ...twoOpenProducts(importedApis, importedProducts),
    ...emptyProducts(importedProducts, importedApis),
    ...subscriptions.findings,
    ...clients.findings,
    ...documents.findings,
    ...scoped.findings,
  ];
  return {
    products: importedProducts,
    apis: importedApis,
    subscriptions: subscriptions.subscriptions,
    clients: clients.clients,
    namedValues: namedValuesOf(resources),
    documents: scoped.documents,
    secretVariables: reading.secretVariables,
    findings: found,
  };
}

const ofType = (resources: readonly Resource[], type: string): readonly Resource[] =>
  resources.filter((resource) => resource.type === type);

/** Findings of readers hold products under the names of the input. */
const heldAs =
  (names: ReadonlyMap<string, string>) =>
  (finding: HoldingFinding): HoldingFinding =>
    finding.holds === undefined
      ? finding
      : { ...finding, holds: finding.holds.map((held) => renamed(held, names)) };

function renamed(held: string, names: ReadonlyMap<string, string>): string {
  const colon = held.indexOf(":");
  const [kind, name] = [held.slice(0, colon), held.slice(colon + 1)];
  return kind === "product" || kind === "links" ? `${kind}:${names.get(name) ?? name}` : held;
}
