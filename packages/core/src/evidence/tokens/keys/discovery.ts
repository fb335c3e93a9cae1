import { fetchJson, type FetchFailure, type FetchLimits } from "./fetch-json.js";
import { own, type JsonObject } from "../../../lib/json-object.js";
import { isTrustworthyUrl } from "../../../lib/trustworthy-url.js";

/** The members of an issuer's metadata that are used (OpenID Connect Discovery 1.0 §3). */
export interface Metadata {
  /** Exact issuer, or Entra's template with `{tenantid}`. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** Entra only: the cloud of the issuer. */
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
  // A remote issuer must not make us fetch from a port of this machine.
  const outward = url.startsWith("https:") && !jwksUri.startsWith("https:");
  if (outward || !isTrustworthyUrl(jwksUri))
    return { failure: "the metadata's jwks_uri is not an https address" };
  const cloud = own(document, "cloud_instance_name");
  return { issuer, jwksUri, ...(typeof cloud === "string" && { cloud }) };
}
