import type { Client, Product, User } from "../directory/directory.js";
import { Refusal } from "../token-endpoint/refusal.js";

const page = (code: number, text: string, status = 400): Refusal =>
  new Refusal(status, "invalid_request", code, text);
const back = (error: string, code: number, text: string): Refusal => new Refusal(400, error, code, text);

/** Refusals of sign-in with Entra's numbers and texts; the codes that no public list has are from memory. */
export const signInRefusals = {
  wrongMethod: (method: string): Refusal =>
    page(900561, `The endpoint only accepts GET, POST requests. Received a ${method} request.`, 405),
  parameterMissing: (name: string): Refusal =>
    page(900144, `The request body must contain the following parameter: '${name}'.`),
  addressNotRegistered: (address: string, clientId: string): Refusal =>
    page(
      50011,
      `The redirect URI '${address}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
    ),
  addressDiffers: (address: string, clientId: string): Refusal =>
    new Refusal(
      400,
      "invalid_grant",
      50011,
      `The redirect URI '${address}' specified in the request does not match the one that the authorization code of the application '${clientId}' was issued for.`,
    ),
  userUnknown: (name: string, tenant: string): Refusal =>
    page(
      50034,
      `The user account ${name} does not exist in the ${tenant} directory. To sign into this application, the account must be added to the directory.`,
    ),
  userDisabled: (): Refusal => page(50057, "The user account is disabled."),
  userNotAssigned: ({ appId, registrationName }: Client, { userPrincipalName }: User): Refusal =>
    page(
      50105,
      `Your administrator has configured the application ${registrationName} ('${appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user '${userPrincipalName}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
    ),
  responseMode: (mode: string): Refusal =>
    back(
      "invalid_request",
      70007,
      `'${mode}' is not a supported value of 'response_mode' when requesting a code.`,
    ),
  responseType: (type: string): Refusal =>
    back(
      "unsupported_response_type",
      70005,
      `The app returned an unsupported response type '${type}'. The emulator supports 'code'.`,
    ),
  scopeMissing: (): Refusal =>
    back(
      "invalid_scope",
      70011,
      "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid.",
    ),
  scopeUnknown: (scope: string, client: Client, product: Product): Refusal =>
    back(
      "invalid_client",
      650053,
      `The application '${client.registrationName}' asked for scope '${scope}' that doesn't exist on the resource '${product.appId}'. Contact the app vendor.`,
    ),
  challengeMissing: (): Refusal =>
    back(
      "invalid_request",
      9002325,
      "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
    ),
  challengeSize: (): Refusal => back("invalid_request", 501491, "Invalid size of Code_Challenge parameter."),
  challengeMethod: (): Refusal =>
    back("invalid_request", 90100, "code_challenge_method parameter is empty or not valid."),
  prompt: (): Refusal => back("invalid_request", 90023, "Unsupported 'prompt' value."),
  noSession: (): Refusal =>
    back("login_required", 50058, "A silent sign-in request was sent but no user is signed in."),
  cancelled: (): Refusal => back("access_denied", 65004, "User declined to consent to access the app."),
  consentRequired: ({ appId, registrationName }: Client): Refusal =>
    back(
      "consent_required",
      65001,
      `The user or administrator has not consented to use the application with ID '${appId}' named '${registrationName}'. Send an interactive authorization request for this user and resource.`,
    ),
};
