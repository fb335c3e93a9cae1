import type { Authority } from "../authority.js";
import type { Client } from "../directory/directory.js";
import { readTenantSegment } from "../directory/tenant-segment.js";
import { assignedRoles, isGraph } from "../directory/products.js";
import { type Answer, jsonAnswer } from "../server/answer.js";
import { accessTokenClaims, accessTokenHeader, type Grant, nextLifetime } from "../tokens/access-token.js";
import { signGraphToken } from "../tokens/graph-token.js";
import { signToken } from "../tokens/token-wish.js";
import { answerUserRequest } from "./answer-user-request.js";
import { authenticateClient } from "./authenticate-client.js";
import { findClient } from "./find-client.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";
import { findRequestedProduct } from "./requested-product.js";
import { type ApplicationTokenRequest, type RawTokenRequest, readTokenRequest } from "./token-request.js";
import { neverStored } from "./write-refusal.js";

/** Answers a token request or refuses it, checking in Entra's order: tenant, parameters, grant, client, credential, scope, resource, role. */
export async function answerTokenRequest(
  authority: Authority,
  raw: RawTokenRequest,
): Promise<Answer | Refusal> {
  const { directory } = authority;
  const tenant = readTenantSegment(directory, raw.tenant);
  if (tenant === "unknown") return refusals.tenantNotFound(raw.tenant);
  if (tenant === "malformed") return refusals.tenantMalformed(raw.tenant);
  if (raw.method !== "POST") return refusals.wrongMethod(raw.method);
  const request = readTokenRequest(raw);
  if (request instanceof Refusal) return request;
  const application = request.grant === "client_credentials";
  if (application && tenant !== "ours") return refusals.tenantAlias(); // an application belongs to a tenant, so it must name it
  const client = findClient(directory, request.clientId);
  if (client instanceof Refusal) return client;
  if (request.grant !== "client_credentials") return answerUserRequest(authority, client, request);
  const grant = await readGrant(authority, client, request);
  return grant instanceof Refusal ? grant : writeToken(authority, grant, raw.version);
}

async function readGrant(
  authority: Authority,
  client: Client,
  request: ApplicationTokenRequest,
): Promise<Grant | Refusal> {
  const { directory } = authority;
  const proof = await authenticateClient(authority, client, request);
  if (proof instanceof Refusal) return proof;
  const found = findRequestedProduct(directory, request);
  if (found instanceof Refusal) return found;
  const roles = assignedRoles(directory, client, found.product);
  if (roles === undefined && found.product.assignmentRequired)
    return refusals.notAssigned(client, found.product);
  const lifetime = nextLifetime(authority);
  return { client, ...found, version: found.product.version, roles: roles ?? [], proof, lifetime };
}

function writeToken(authority: Authority, grant: Grant, endpoint: 1 | 2): Answer {
  const header = accessTokenHeader(authority.keyRing.current().kid, grant.version);
  const claims = accessTokenClaims(authority, grant);
  const token = isGraph(grant.product)
    ? signGraphToken(authority, header, claims)
    : signToken(authority, header, claims);
  const body = endpoint === 2 ? versionTwoBody(grant, token) : versionOneBody(grant, token, claims);
  return jsonAnswer(200, body, neverStored);
}

function versionTwoBody({ lifetime }: Grant, token: string): object {
  return { token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token };
}

/** The version 1 endpoint writes numbers as strings and repeats what is in the token. */
function versionOneBody(
  { lifetime, resource }: Grant,
  token: string,
  claims: Record<string, unknown>,
): object {
  return {
    token_type: "Bearer",
    expires_in: String(lifetime),
    ext_expires_in: String(lifetime),
    expires_on: String(claims["exp"]),
    not_before: String(claims["nbf"]),
    resource,
    access_token: token,
  };
}
