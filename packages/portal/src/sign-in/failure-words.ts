/** Reasons for which a person has no access, whatever they try: the portal's page "No access". */
const NO_ACCESS = new Set(["AADSTS50105", "AADSTS50020", "AADSTS50034", "AADSTS50057", "AADSTS90072"]);

const CANCELLED = "The sign-in was cancelled, or the access that the portal asked for was declined.";
const CONSENT = "An administrator of your organization must first allow people to sign in to this portal.";
const NOT_SIGNED_IN = "You were not signed in. Sign in again, and choose your account.";
const REGISTRATION =
  "The sign-in does not know this portal. The operators of the portal must correct its registration.";
const CREDENTIAL =
  "The sign-in refused the portal's own secret. The operators of the portal must replace it.";
const CALLBACK =
  "The answer does not belong to a sign-in that this browser has started, or more than 10 minutes have passed.";

/** The portal's own words for reasons of `SignInError`. The issuer's text is never shown: anyone can write it into an address. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["access_denied", CANCELLED],
  ["AADSTS65004", CANCELLED],
  ["consent_required", CONSENT],
  ["interaction_required", CONSENT],
  ["AADSTS65001", CONSENT],
  ["AADSTS90094", CONSENT],
  ["login_required", NOT_SIGNED_IN],
  ["AADSTS50058", NOT_SIGNED_IN],
  ["AADSTS700016", REGISTRATION],
  ["AADSTS50011", REGISTRATION],
  ["AADSTS9002326", REGISTRATION],
  ["AADSTS9002327", REGISTRATION],
  ["AADSTS7000215", CREDENTIAL],
  ["AADSTS7000222", CREDENTIAL],
  ["AADSTS700027", CREDENTIAL],
  ["invalid_client", CREDENTIAL],
  ["tenant", "This account belongs to another organization. Sign in with an account of this organization."],
  ["callback", CALLBACK],
]);

/** What the page "Sign-in failed" says. */
export const wordsOf = (reason: string): string =>
  WORDS.get(reason) ??
  "The sign-in was refused. Try again; if that does not help, ask the operators of the portal.";

/** Whether the page is "No access" instead. */
export const isNoAccess = (reason: string): boolean => NO_ACCESS.has(reason);
