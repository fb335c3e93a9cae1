import type { Client, Product } from "../directory/directory.js";
import { Refusal } from "./refusal.js";

const badRequest = (code: number, text: string): Refusal => new Refusal(400, "invalid_request", code, text);
const badClient = (code: number, text: string): Refusal => new Refusal(401, "invalid_client", code, text);
const badGrant = (code: number, text: string): Refusal => new Refusal(400, "invalid_grant", code, text);
const badScope = (code: number, text: string): Refusal => new Refusal(400, "invalid_scope", code, text);

const wrongTenantHint =
  "This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.";

/** Every refusal with Entra's status, `error`, number and text ("Microsoft Entra authentication and authorization error codes"). */
export const refusals = {
  tenantNotFound: (tenant: string): Refusal =>
    badRequest(
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  tenantMalformed: (tenant: string): Refusal =>
    badRequest(
      900023,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  tenantAlias: (): Refusal =>
    badRequest(
      9001023,
      "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
    ),
  wrongMethod: (method: string): Refusal =>
    new Refusal(
      405,
      "invalid_request",
      900561,
      `The endpoint only accepts POST, OPTIONS requests. Received a ${method} request.`,
      { headers: { Allow: "POST, OPTIONS" } },
    ),
  parameterMissing: (name: string): Refusal =>
    badRequest(900144, `The request body must contain the following parameter: '${name}'.`),
  parameterRepeated: (name: string): Refusal => badRequest(90100, `${name} parameter is empty or not valid.`),
  resourceParameter: (): Refusal => badRequest(901002, "The 'resource' request parameter is not supported."),
  unknownGrant: (grant: string): Refusal =>
    new Refusal(
      400,
      "unsupported_grant_type",
      70003,
      `The app requested an unsupported grant type '${grant}'.`,
      { documented: false },
    ),
  clientMalformed: (id: string): Refusal =>
    new Refusal(400, "unauthorized_client", 700038, `${id} is not a valid application identifier.`, {
      documented: false,
    }),
  clientUnknown: (id: string, tenant: string): Refusal =>
    new Refusal(
      400,
      "unauthorized_client",
      700016,
      `Application with identifier '${id}' was not found in the directory '${tenant}'. ${wrongTenantHint}`,
    ),
  clientDisabled: (id: string, name: string): Refusal =>
    new Refusal(400, "unauthorized_client", 7000112, `Application '${id}'(${name}) is disabled.`),
  clientWithoutPrincipal: (id: string, tenant: string): Refusal =>
    new Refusal(
      400,
      "unauthorized_client",
      7000229,
      `The client application ${id} is missing service principal in the tenant ${tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    ),
  noCredential: (): Refusal =>
    badClient(
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
  noUserGrantCredential: (): Refusal =>
    badClient(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  credentialOfPublicClient: (): Refusal =>
    badClient(
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ),
  originMissing: (): Refusal =>
    badRequest(
      9002327,
      "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    ),
  originOfWebClient: (origin: string): Refusal =>
    badRequest(
      9002326,
      `Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '${origin}'.`,
    ),
  codeUnknown: (): Refusal => badGrant(70000, "Provided grant is invalid or malformed."),
  codeRedeemed: (): Refusal =>
    badGrant(
      54005,
      "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
    ),
  codeExpired: (): Refusal =>
    badGrant(
      70008,
      "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
    ),
  refreshTokenExpired: (): Refusal =>
    badGrant(
      700082,
      "The refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
    ),
  verifierWrong: (): Refusal =>
    badGrant(
      501481,
      "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    ),
  secretWrong: (id: string): Refusal =>
    badClient(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${id}'.`,
    ),
  secretExpired: (id: string): Refusal =>
    badClient(
      7000222,
      `The provided client secret keys for app '${id}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    ),
  assertionMalformed: (): Refusal => badClient(50027, "JWT token is invalid or malformed."),
  assertionParties: (subject: string, issuer: string): Refusal =>
    badClient(50048, `Subject '${subject}' must match Issuer '${issuer}' claim in the client assertion.`),
  assertionClient: (): Refusal =>
    badClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter."),
  assertionKey: (reason: string, thumbprint: string): Refusal =>
    badClient(
      700027,
      `Client assertion failed signature validation. [Reason - ${reason}, Thumbprint of key used by client: '${thumbprint}'].`,
    ),
  assertionAudience: (): Refusal =>
    badClient(700023, "Client assertion audience claim does not match Realm issuer."),
  assertionTime: (now: string): Refusal =>
    badClient(700024, `Client assertion is not within its valid time range. Current time: ${now}.`),
  scopeWithoutDefault: (scope: string): Refusal =>
    badScope(
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  scopeInvalid: (scope: string): Refusal =>
    badScope(
      70011,
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    ),
  scopeOfTwoResources: (scope: string): Refusal =>
    badScope(
      700022,
      `The provided value for the input parameter 'scope' is not valid because it contains more than one resource. Scope ${scope} is not valid.`,
    ),
  resourceUnknown: (resource: string, tenant: string): Refusal =>
    new Refusal(
      400,
      "invalid_resource",
      500011,
      `The resource principal named ${resource} was not found in the tenant named ${tenant}. ${wrongTenantHint}`,
    ),
  resourceDisabled: (resource: string): Refusal =>
    new Refusal(
      400,
      "invalid_resource",
      500014,
      `The service principal for resource '${resource}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.`,
    ),
  notAssigned: (client: Client, product: Product): Refusal =>
    new Refusal(
      400,
      "invalid_grant",
      501051,
      `Application '${client.appId}'(${client.registrationName}) is not assigned to a role for the application '${product.appId}'(${product.registrationName}).`,
    ),
  throttled: (seconds: number): Refusal =>
    new Refusal(429, "temporarily_unavailable", 90055, "There are too many incoming requests.", {
      headers: { "Retry-After": String(seconds) },
    }),
};
