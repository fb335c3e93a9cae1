import { memberAt, memberOf, textOf } from "../json/json-object.js";
import { lastSegment } from "./last-segment.js";
import type { Resource } from "./resource.js";
import type { JsonObject } from "../json/json-value.js";

/** Path of an API with its version, and whether the version set that decides about it is known. */
export interface ApiPath {
  readonly path: string;
  /** Absent where the path has none. */
  readonly pathWithoutVersion?: string;
  readonly isSetMissing: boolean;
}

/**
 * `versionSets`: by name in lower case. Only the scheme `Segment` puts the version into the path. Without the version set the path with the version is taken:
 * it can only close the API to calls that use another scheme.
 */
export function pathOfApi(properties: JsonObject, versionSets: ReadonlyMap<string, Resource>): ApiPath {
  const path = trimmed(textOf(properties, "path") ?? "");
  const version = trimmed(textOf(properties, "apiVersion") ?? "");
  if (version === "") return { path, isSetMissing: false };
  const scheme = schemeOf(properties, versionSets);
  const isInPath = scheme === undefined || scheme.toLowerCase() === "segment";
  const isSetMissing = scheme === undefined;
  return isInPath
    ? { path: trimmed(`${path}/${version}`), pathWithoutVersion: path, isSetMissing }
    : { path, isSetMissing };
}

function schemeOf(properties: JsonObject, versionSets: ReadonlyMap<string, Resource>): string | undefined {
  const set = versionSets.get(lastSegment(textOf(properties, "apiVersionSetId") ?? "").toLowerCase());
  const scheme =
    memberOf(set?.properties, "versioningScheme") ??
    memberAt(properties, "apiVersionSet", "versioningScheme");
  return typeof scheme === "string" ? scheme : undefined;
}

const trimmed = (path: string): string => {
  let [start, end] = [0, path.length];
  while (start < end && path[start] === "/") start += 1;
  while (end > start && path[end - 1] === "/") end -= 1;
  return path.slice(start, end);
};
