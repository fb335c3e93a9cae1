import { own, type JsonObject } from "./compact-jws.js";
import { fetchJson, type FetchFailure, type FetchLimits } from "./fetch-json.js";

/** What we need of an issuer's metadata (OpenID Connect Discovery 1.0 §3). */
export interface Metadata {
  /** Exact issuer, or Entra's template with `{tenantid}`. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** Entra: the cloud that the issuer belongs to. */
  readonly cloud?: string;
}

/** Fetches and checks an issuer's metadata document. */
export async function discover(url: string, limits: FetchLimits): Promise<Metadata | FetchFailure> {
  const answer = await fetchJson(url, limits);
  if (!("json" in answer)) return answer;
  const document = answer.json as JsonObject;
  const [issuer, jwksUri] = [own(document, "issuer"), own(document, "jwks_uri")];
  if (typeof issuer !== "string" || issuer === "") return { failure: "the metadata names no issuer" };
  if (typeof jwksUri !== "string") return { failure: "the metadata names no jwks_uri" };
  // An issuer on the network must not point us at a port of this machine.
  const outward = url.startsWith("https:") && !jwksUri.startsWith("https:");
  if (outward || !isTrustworthyUrl(jwksUri))
    return { failure: "the metadata's jwks_uri is not an https address" };
  const cloud = own(document, "cloud_instance_name");
  return { issuer, jwksUri, ...(typeof cloud === "string" && { cloud }) };
}

/** https anywhere; plain http only on this machine, for the emulator. */
export function isTrustworthyUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && isLoopback(url);
}

/** Where of these places keys come from this machine: an emulator, which gives tokens to anyone. */
export function originsOnThisMachine(places: readonly string[]): readonly string[] {
  const urls = places.filter((place) => URL.canParse(place)).map((place) => new URL(place));
  return [...new Set(urls.filter(isLoopback).map(({ origin }) => origin))];
}

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
