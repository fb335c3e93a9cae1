/** The classic mistakes. */
export type HintName =
  | "origin"
  | "foreignResource"
  | "graphAudience"
  | "idToken"
  | "v1Token"
  | "noVersion"
  | "otherTenant"
  | "otherProduct"
  | "notAssigned"
  | "otherRole"
  | "userToken"
  | "appToken"
  | "unknownCaller";

/** What operators are told about the classic mistakes: what happened, and what to do about it. */
export const HINTS: Readonly<Record<HintName, string>> = {
  origin:
    'A page in a browser opens this connection, and its origin is not listed. Add it: upgrades: { origins: ["https://app.example"] }.',
  foreignResource:
    "The token is for Microsoft Graph or another Microsoft API, and nobody else can check it. Ask for a token with scope={the product's audience}/.default.",
  graphAudience:
    "The token is for Microsoft Graph. Ask for a token with scope={the product's audience}/.default instead of https://graph.microsoft.com/.default.",
  idToken:
    "This looks like an id_token, which is for the client that signed in. Send the access token, asked for with scope={the product's audience}/.default.",
  v1Token:
    "The token is v1 and only v2 is accepted. Set api.requestedAccessTokenVersion to 2 in the manifest of the product's app registration, or accept version 1.0 in tokenVersions.",
  noVersion: "The token does not say its version: it was not issued by Entra ID, or it is no access token.",
  otherTenant:
    "The token was issued by another tenant. Ask the token endpoint of the tenant configured here.",
  otherProduct:
    "The token is for another product. A client asks for one token per product, with that product's audience in scope.",
  notAssigned:
    "The client application holds no app role of this product. Grant it: API permissions of the client's app registration, add the application permission, then grant admin consent; new tokens carry it.",
  otherRole:
    "The client application holds roles, but not this one. Compare the value of the app role, which is case-sensitive, with the one configured here.",
  userToken:
    "This is a user's token, and the route is for applications. Use the client credentials flow, or give the route a rule with scopes.",
  appToken:
    "This is an application's token, and the route is for users. Use a flow with a signed-in user, or remove scopes from the rule.",
  unknownCaller:
    "The token does not show whether an application or a user calls. Add the optional claim idtyp (with include_user_token) to the product's app registration.",
};
