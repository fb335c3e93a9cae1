import { itemsOf, memberOf, textOf, type JsonObject } from "./json-values.js";
import { documentSegmentsOf, segmentsOf, shapeOf } from "./path-template.js";

/** Segments below the path of the API, by the path in the document. Paths that do not belong to the API are absent. */
export type PlacedPaths = ReadonlyMap<string, readonly string[]>;

/**
 * Where the paths of a document lie. A document may describe one API, with paths below it as API Management exports them, or a
 * whole host, with paths that begin with that of the API. Of the two readings, the one that fits more operations of the catalog
 * is taken; when both fit, the whole host if any path lies below the API.
 */
export function placePaths(
  document: JsonObject,
  paths: readonly string[],
  apiPath: string,
  catalogShapes: readonly string[],
): PlacedPaths {
  const whole = belowApi(document, paths, segmentsOf(apiPath));
  const relative = new Map(paths.flatMap((path) => entryOf(path, documentSegmentsOf(path))));
  const wanted = new Set(catalogShapes);
  const fitting = (placed: PlacedPaths) =>
    [...placed.values()].filter((segments) => wanted.has(shapeOf(segments))).length;
  const [forWhole, forRelative] = [fitting(whole), fitting(relative)];
  if (forWhole !== forRelative) return forWhole > forRelative ? whole : relative;
  return whole.size > 0 ? whole : relative;
}

function belowApi(document: JsonObject, paths: readonly string[], api: readonly string[]): PlacedPaths {
  const base = serverSegments(document);
  return new Map(
    paths.flatMap((path) => {
      const below = documentSegmentsOf(path);
      const segments = below && [...base, ...below];
      const isBelow = api.every((part, i) => segments?.[i]?.toLowerCase() === part.toLowerCase());
      return entryOf(path, isBelow ? segments?.slice(api.length) : undefined);
    }),
  );
}

const entryOf = (path: string, segments: readonly string[] | undefined) =>
  segments === undefined ? [] : [[path, segments] as const];

/** The path of the first server. Only its text is read: no server of a document is ever called. */
function serverSegments(document: JsonObject): readonly string[] {
  const url = textOf(memberOf(itemsOf(memberOf(document, "servers"))[0], "url"), 2048);
  if (url === undefined || url.includes("{") || !URL.canParse(url, "http://host")) return [];
  return documentSegmentsOf(new URL(url, "http://host").pathname) ?? [];
}
