import type { CatalogApi } from "@product-auth/core";
import { memberOf, type JsonObject } from "@product-auth/openapi/document";
import { documentOperations, type DocumentOperation } from "./document-operations.js";
import { textOf } from "./json-values.js";
import { segmentsOf, shapeOf } from "./path-template.js";
import { placePaths, type ApiPlace } from "./place-paths.js";

/** An operation as pages show it. */
export interface ShownOperation {
  /** Part of its address. */
  readonly id: string;
  readonly method: string;
  /** Path below that of the API, with a slash at the start. */
  readonly urlTemplate: string;
  readonly displayName: string;
  /** Markdown. */
  readonly description: string | undefined;
  /** What the document of the API says about it. */
  readonly source: DocumentOperation | undefined;
}

/** The operations of an API, from the catalog and from its document. */
export interface ApiDescription {
  readonly operations: readonly ShownOperation[];
  readonly document: JsonObject | undefined;
  /** Whether the document describes none of the operations: it may be that of another API. */
  readonly isUnrelated: boolean;
}

/**
 * Describes an API. The operations are those that the catalog lists: others are refused. Where it lists none, every path is
 * admitted and the operations are those of the document. `allApis`: those of the catalog.
 */
export function describeApi(
  api: CatalogApi,
  document: JsonObject | undefined,
  allApis: Iterable<Pick<CatalogApi, "name" | "path">> = [],
): ApiDescription {
  const listed = api.operations?.map((operation) => ({
    ...operation,
    shape: shapeOf(segmentsOf(operation.urlTemplate)),
  }));
  const documented =
    document === undefined
      ? []
      : placed(placeOf(api, allApis), document, listed?.map(({ shape }) => shape) ?? []);
  const byShape = new Map(
    documented.map(({ source, segments }) => [`${source.method} ${shapeOf(segments)}`, source] as const),
  );
  const ids = new Ids();
  const operations =
    listed === undefined
      ? documented.map(({ source, segments }) => ofDocument(source, segments, ids))
      : listed.map(({ name, method, urlTemplate, shape, displayName, description }) => {
          const source = byShape.get(`${method} ${shape}`);
          return {
            id: name,
            method,
            urlTemplate: `/${segmentsOf(urlTemplate).join("/")}`,
            displayName: displayName ?? summaryOf(source) ?? `${method} ${urlTemplate}`,
            description: description ?? descriptionOf(source),
            source,
          };
        });
  const isUnrelated = document !== undefined && operations.every(({ source }) => source === undefined);
  return { operations, document, isUnrelated };
}

const placeOf = (
  { name, path }: CatalogApi,
  allApis: Iterable<Pick<CatalogApi, "name" | "path">>,
): ApiPlace => ({
  api: segmentsOf(path),
  others: [...allApis].filter((other) => other.name !== name).map((other) => segmentsOf(other.path)),
});

interface Placed {
  readonly source: DocumentOperation;
  readonly segments: readonly string[];
}

function placed(place: ApiPlace, document: JsonObject, shapes: readonly string[]): readonly Placed[] {
  const sources = documentOperations(document);
  const places = placePaths(document, [...new Set(sources.map(({ path }) => path))], place, shapes);
  return sources.flatMap((source) => {
    const segments = places.get(source.path);
    return segments === undefined ? [] : [{ source, segments }];
  });
}

function ofDocument(source: DocumentOperation, segments: readonly string[], ids: Ids): ShownOperation {
  const urlTemplate = `/${segments.join("/")}`;
  const { method, operation } = source;
  return {
    id: ids.idOf(textOf(memberOf(operation, "operationId"), 200) ?? `${method}-${urlTemplate}`),
    method,
    urlTemplate,
    displayName: summaryOf(source) ?? `${method} ${urlTemplate}`,
    description: descriptionOf(source),
    source,
  };
}

const summaryOf = (source: DocumentOperation | undefined) =>
  textOf(memberOf(source?.operation, "summary"), 300)?.trim();

const descriptionOf = (source: DocumentOperation | undefined) =>
  textOf(memberOf(source?.operation, "description"), 10_000);

/** Makes ids that fit into an address, each once. */
class Ids {
  readonly #uses = new Map<string, number>();

  idOf(text: string): string {
    const plain = /^[\w~-][\w.~-]*$/.test(text) ? text : slugOf(text);
    for (;;) {
      const uses = (this.#uses.get(plain) ?? 0) + 1;
      this.#uses.set(plain, uses);
      const id = uses === 1 ? plain : `${plain}-${uses}`;
      if (uses === 1) return id;
      if (this.#uses.has(id)) continue;
      this.#uses.set(id, 1);
      return id;
    }
  }
}

// Split and not replaced: an expression that trims both ends may run long.
const slugOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter(Boolean)
    .join("-") || "operation";
