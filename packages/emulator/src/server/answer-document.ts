import type { Authority } from "../authority.js";
import { instanceDiscovery } from "../discovery/instance-discovery.js";
import { keySet } from "../discovery/key-set.js";
import { openIdConfiguration } from "../discovery/openid-configuration.js";
import { readTenantSegment } from "../directory/tenant-segment.js";
import { refusals } from "../token-endpoint/refusals.js";
import { Refusal } from "../token-endpoint/refusal.js";
import { type Answer, jsonAnswer, textAnswer } from "./answer.js";
import { style } from "../sign-in/pages/style.js";
import type { Place } from "./find-place.js";

/** Every endpoint that only serves documents. */
export type DocumentPlace = Exclude<
  Place,
  { name: "token" | "authorize" | "logout" | "userinfo" | "graph" | "faults" }
>;

const cors = { "Access-Control-Allow-Origin": "*" };
const cached = { ...cors, "Cache-Control": "max-age=86400, private" };

/** Answers requests for documents: discovery, keys, instance discovery and the page at the root. */
export function answerDocument(
  authority: Authority,
  place: DocumentPlace,
  method: string,
  url: URL,
): Answer | Refusal {
  if (method === "OPTIONS")
    return textAnswer(204, "", {
      ...cors,
      "Access-Control-Allow-Methods": "GET, OPTIONS",
      Allow: "GET, OPTIONS",
    });
  if (method !== "GET" && method !== "HEAD")
    return textAnswer(405, "This document can only be read.", { Allow: "GET, OPTIONS" });
  return readDocument(authority, place, url);
}

function readDocument(authority: Authority, place: DocumentPlace, url: URL): Answer | Refusal {
  const { origin, issuerOrigin, directory, keyRing } = authority;
  switch (place.name) {
    case "discovery":
    case "keys": {
      const tenant = documentTenant(authority, place.tenant);
      if (tenant instanceof Refusal) return tenant;
      const { version } = place;
      if (place.name === "keys")
        return jsonAnswer(200, keySet(issuerOrigin, keyRing.list(), version), cached);
      const appId = url.searchParams.get("appid");
      const app = appId === null ? {} : { appId };
      return jsonAnswer(200, openIdConfiguration({ origin, issuerOrigin, tenant, version, ...app }), cached);
    }
    case "instance":
      return jsonAnswer(200, instanceDiscovery(origin, directory.tenantId), cached);
    case "style":
      return textAnswer(200, style, {
        "Content-Type": "text/css; charset=utf-8",
        "Cache-Control": "max-age=3600",
      });
    case "root":
      return textAnswer(
        200,
        `Entra emulator for development and tests only, never for production.\n${origin}/${directory.tenantId}/v2.0/.well-known/openid-configuration\n`,
      );
    case "nowhere":
      return textAnswer(404, `The emulator serves no ${url.pathname}.\n`);
  }
}

/** The tenant name in documents: the tenant id for any of its names, or the alias. */
function documentTenant({ directory }: Authority, segment: string): string | Refusal {
  const tenant = readTenantSegment(directory, segment);
  switch (tenant) {
    case "ours":
      return directory.tenantId;
    case "common":
    case "organizations":
      return tenant;
    case "malformed":
      return asDiscoveryError(refusals.tenantMalformed(segment));
    case "consumers":
    case "unknown":
      return asDiscoveryError(refusals.tenantNotFound(segment));
  }
}

/** Discovery uses the error `invalid_tenant` where the token endpoint uses `invalid_request`. */
function asDiscoveryError({ code, text }: Refusal): Refusal {
  return new Refusal(400, "invalid_tenant", code, text, { headers: cors });
}
