import type { Authority } from "../authority.js";
import type { Client, User } from "../directory/directory.js";
import type { Answer } from "../server/answer.js";
import { fitsChallenge } from "../sign-in/fits-challenge.js";
import { type Platform, platformOf } from "../sign-in/redirect-uris.js";
import { onlyResource, readScopes } from "../sign-in/requested-scopes.js";
import { signInRefusals } from "../sign-in/sign-in-refusals.js";
import type { Grant } from "../tokens/access-token.js";
import { authenticateClient } from "./authenticate-client.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";
import type { UserTokenRequest } from "./token-request.js";
import { writeUserTokens } from "./write-user-tokens.js";

/** Redeems a code or a refresh token, checking in Entra's order: platform and credential, then the code, then the scope. */
export async function answerUserRequest(
  authority: Authority,
  client: Client,
  request: UserTokenRequest,
): Promise<Answer | Refusal> {
  const platform = expectedPlatform(authority, client, request);
  const proof = await provePlatform(authority, client, platform, request);
  if (proof instanceof Refusal) return proof;
  return request.grant === "authorization_code"
    ? redeemCode(authority, client, proof, request)
    : refresh(authority, client, proof, request);
}

/** The platform of the address or of the refresh token; `web` for what is not known, which is refused later. */
function expectedPlatform({ signIns }: Authority, client: Client, request: UserTokenRequest): Platform {
  if (request.grant === "authorization_code") return platformOf(client, request.redirectUri) ?? "web";
  return signIns.refreshTokens.find(request.refreshToken)?.value.platform ?? "web";
}

/**
 * Codes of a page are redeemed by the page, with no secret; those of a web application by its server, with one; those of
 * a desktop application, which can keep no secret, without one.
 */
async function provePlatform(
  authority: Authority,
  client: Client,
  platform: Platform,
  request: UserTokenRequest,
): Promise<Grant["proof"] | Refusal> {
  const { origin, form, basic } = request;
  if (platform === "spa" && origin === undefined) return refusals.originMissing();
  if (platform !== "spa" && origin !== undefined) return refusals.originOfWebClient(origin);
  if (platform !== "web") {
    const presented = form.get("client_secret") || form.get("client_assertion") || basic;
    return presented ? refusals.credentialOfPublicClient() : "0";
  }
  const proof = await authenticateClient(authority, client, request);
  // Entra has a number of its own for a missing credential in this grant.
  return proof instanceof Refusal && proof.code === refusals.noCredential().code
    ? refusals.noUserGrantCredential()
    : proof;
}

function redeemCode(
  authority: Authority,
  client: Client,
  proof: Grant["proof"],
  request: UserTokenRequest & { grant: "authorization_code" },
): Answer | Refusal {
  const found = authority.signIns.codes.find(request.code);
  if (found === undefined || found.value.reply.client.appId !== client.appId) return refusals.codeUnknown();
  const signIn = found.value;
  if (signIn.redeemed) return refusals.codeRedeemed();
  if (found.expired) return refusals.codeExpired();
  const { reply, demand, user } = signIn;
  if (reply.uri !== request.redirectUri)
    return signInRefusals.addressDiffers(request.redirectUri, client.appId);
  if (!fitsChallenge(demand.challenge, request.verifier)) return refusals.verifierWrong();
  const { nonce } = demand;
  const scope = request.scope === "" ? firstResourceOf(demand.scope, authority, client) : request.scope;
  const grant = { client, user, platform: reply.platform, proof, nonce };
  const answer = answerScope(authority, grant, scope, request);
  if (!(answer instanceof Refusal)) signIn.redeemed = true;
  return answer;
}

function refresh(
  authority: Authority,
  client: Client,
  proof: Grant["proof"],
  request: UserTokenRequest & { grant: "refresh_token" },
): Answer | Refusal {
  const found = authority.signIns.refreshTokens.find(request.refreshToken);
  if (found === undefined || found.value.client.appId !== client.appId) return refusals.codeUnknown();
  if (found.expired) return refusals.refreshTokenExpired();
  const { user, platform, scope } = found.value;
  const grant = { client, user, platform, proof, nonce: undefined };
  return answerScope(authority, grant, request.scope || scope, request);
}

interface Redeemed {
  readonly client: Client;
  readonly user: User;
  readonly platform: Platform;
  readonly proof: Grant["proof"];
  readonly nonce: string | undefined;
}

function answerScope(
  authority: Authority,
  redeemed: Redeemed,
  scope: string,
  { form }: UserTokenRequest,
): Answer | Refusal {
  const scopes = readScopes(authority.directory, redeemed.client, scope);
  if (scopes instanceof Refusal) return scopes;
  const resource = onlyResource(scopes, scope);
  if (resource instanceof Refusal) return resource;
  const clientInfo = form.get("client_info") === "1";
  return writeUserTokens(authority, { ...redeemed, plain: scopes.plain, resource, scope, clientInfo });
}

/** A sign-in may name several resources; without `scope`, the token request is for the first of them. */
function firstResourceOf(scope: string, { directory }: Authority, client: Client): string {
  const scopes = readScopes(directory, client, scope);
  if (scopes instanceof Refusal || scopes.resources.length < 2) return scope;
  const { resource, scopes: delegated } = scopes.resources[0]!;
  return [...scopes.plain, ...delegated.map((one) => `${resource}/${one}`)].join(" ");
}
