import { memberOf, type JsonObject } from "@product-auth/openapi/document";
import { itemsOf, textOf } from "./json-values.js";
import { documentSegmentsOf, shapeOf } from "./path-template.js";

/** Segments below the path of the API, by the path in the document. Paths that do not belong to the API are absent. */
export type PlacedPaths = ReadonlyMap<string, readonly string[]>;

/** Where an API lies, and the others around it. */
export interface ApiPlace {
  /** Segments of its path. */
  readonly api: readonly string[];
  /** Segments of the paths of all other APIs. */
  readonly others: readonly (readonly string[])[];
}

/**
 * Where the paths of a document lie. A document may describe one API, with paths below it as API Management exports them, or a
 * whole host, with paths that begin with that of the API. Of the two readings, the one that fits more operations of the catalog
 * is taken; when both fit, the whole host if any path lies below the API. What lies below the path of another API belongs to
 * that API, which the reader may not be allowed to see.
 */
export function placePaths(
  document: JsonObject,
  paths: readonly string[],
  place: ApiPlace,
  catalogShapes: readonly string[],
): PlacedPaths {
  const whole = inWholeHost(document, paths, place);
  const relative = belowApi(paths, place, catalogShapes.length > 0);
  const wanted = new Set(catalogShapes);
  const fitting = (placed: PlacedPaths) =>
    [...placed.values()].filter((segments) => wanted.has(shapeOf(segments))).length;
  const [forWhole, forRelative] = [fitting(whole), fitting(relative)];
  if (forWhole !== forRelative) return forWhole > forRelative ? whole : relative;
  return whole.size > 0 ? whole : relative;
}

function inWholeHost(document: JsonObject, paths: readonly string[], place: ApiPlace): PlacedPaths {
  const base = serverSegments(document);
  return new Map(
    paths.flatMap((path) => {
      const below = documentSegmentsOf(path);
      const segments = below && [...base, ...below];
      const isOurs = segments && isBelow(segments, place.api) && !isOfOther(segments, place);
      return isOurs === true ? [[path, segments.slice(place.api.length)] as const] : [];
    }),
  );
}

function belowApi(paths: readonly string[], place: ApiPlace, isListed: boolean): PlacedPaths {
  return new Map(
    paths.flatMap((path) => {
      const segments = documentSegmentsOf(path);
      // In a document that may be that of a whole host, a path that another API has belongs to that API, unless the catalog
      // lists the operation.
      const isOurs =
        segments &&
        !isOfOther([...place.api, ...segments], place) &&
        (isListed || !isOfOther(segments, place));
      return isOurs === true ? [[path, segments] as const] : [];
    }),
  );
}

const isBelow = (segments: readonly string[], path: readonly string[]) =>
  path.every((part, i) => segments[i]?.toLowerCase() === part.toLowerCase());

/** Whether a path belongs to another API: of the APIs above a path, the one with the longest path is meant. */
const isOfOther = (segments: readonly string[], { api, others }: ApiPlace) =>
  others.some(
    (other) =>
      isBelow(segments, other) && !(other.length <= api.length && isBelow(segments, api)) && other.length > 0,
  );

/** The path of the first server. Only its text is read: no server of a document is ever called. */
function serverSegments(document: JsonObject): readonly string[] {
  const url = textOf(memberOf(itemsOf(memberOf(document, "servers"))[0], "url"), 2048);
  if (url === undefined || url.includes("{") || !URL.canParse(url, "http://host")) return [];
  return documentSegmentsOf(new URL(url, "http://host").pathname) ?? [];
}
