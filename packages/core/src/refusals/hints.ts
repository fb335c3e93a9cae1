/** Names of the common mistakes. */
export type HintName =
  | "origin"
  | "cookieOrigin"
  | "preflight"
  | "keyElsewhere"
  | "tokenElsewhere"
  | "noScheme"
  | "schemeInside"
  | "neverSet"
  | "twoTokens"
  | "encryptedToken"
  | "keyAsToken"
  | "opaqueToken"
  | "manyCookies"
  | "sourceValue"
  | "foreignResource"
  | "graphAudience"
  | "idToken"
  | "v1Token"
  | "noVersion"
  | "otherTenant"
  | "otherAudience"
  | "otherProduct"
  | "notAssigned"
  | "otherRole"
  | "userToken"
  | "appToken"
  | "unknownCaller"
  | "openIdOtherProduct"
  | "openIdNoRoles"
  | "openIdOtherRole"
  | "openIdNoScopes"
  | "openIdUserToken"
  | "openIdAppToken"
  | "openIdUnknownCaller"
  | "openIdNoClient"
  | "openIdIdToken"
  | "openIdOtherAudience"
  | "noAudience"
  | "audBesideClaim"
  | "claimFunction"
  | "issuerSlash"
  | "otherAlgorithm"
  | "ownSigningKey"
  | "externalIdIssuer"
  | "usGovernmentIssuer"
  | "chinaIssuer"
  | "publicCloudIssuer";

/** Hints for operators about common mistakes: what happened, and how to fix it. */
export const HINTS: Readonly<Record<HintName, string>> = {
  origin:
    'A web page opened this connection, and its origin is not listed. If it may connect, add it: upgrades: { origins: ["https://app.example"] }, or the option origins.',
  cookieOrigin:
    'The token is in a cookie, which browsers attach to the requests of every page, and this request does not show that its page may act for the user. If it comes from a page of another origin that may, add that origin: origins: ["https://app.example"]. A program sends the token in a header instead.',
  preflight:
    "This is a CORS preflight, which browsers send without credentials. Put the CORS middleware before the guard, so that it answers the preflight.",
  keyElsewhere:
    "The request has a header field that usually carries a key, but keys are read from another one. Send the key in the field that the option subscriptionKeyParameterNames names (default Ocp-Apim-Subscription-Key), or change that option.",
  tokenElsewhere:
    "The request has an Authorization field, but tokenSource names another place, and only that place is looked at. Send the token there, or change tokenSource.",
  noScheme:
    'The field holds a token without a scheme. Write "Bearer" and a space before the token, or set tokenSource: { scheme: "optional" }.',
  schemeInside:
    'The word Bearer stands where the bare token is expected: the client wrote it twice, or tokenSource reads a place without a scheme. Send the token without it, or set scheme: "Bearer" beside header in tokenSource.',
  neverSet:
    "The client sent the text of a variable that was never set, such as undefined or null, instead of a token. Check that the client has received a token before it sends the request.",
  twoTokens:
    "The field contains a comma, so it holds two tokens: a proxy or the client joined two fields into one. Send one token, once.",
  encryptedToken:
    "The token is encrypted (JWE), and the option decryptionKeys has no key. Set decryptionKeys, or turn off token encryption in the product's app registration.",
  keyAsToken:
    "This looks like a subscription key that was sent as a token. Send it in the header field for keys (default Ocp-Apim-Subscription-Key), to a product that accepts keys.",
  opaqueToken:
    "This is not a JWT: an opaque token for another API, the id of a session, or a key. Request an access token with scope={the product's audience}/.default.",
  manyCookies:
    "The Cookie field is longer than maxTokenLength plus 65536 characters. Remove cookies that the API does not need.",
  sourceValue:
    "The function in the option tokenSource must return the token as a string, without a scheme, or undefined when the request has none. It must not throw, and must not return a promise.",
  foreignResource:
    "The token is for Microsoft Graph or another Microsoft API, and only that API can validate it. Request a token with scope={the product's audience}/.default.",
  graphAudience:
    "The token is for Microsoft Graph. Request a token with scope={the product's audience}/.default instead of https://graph.microsoft.com/.default.",
  idToken:
    "This looks like an id_token, which is for the client that signed in. Send the access token instead, requested with scope={the product's audience}/.default.",
  v1Token:
    "The token is v1 and only v2 is accepted. Set api.requestedAccessTokenVersion to 2 in the manifest of the product's app registration, or accept version 1.0 in tokenVersions.",
  noVersion:
    "The token has no version claim (ver): it was not issued by Entra ID, or it is not an access token.",
  otherTenant:
    "The token was issued by another tenant. Request tokens from the token endpoint of the tenant configured here.",
  otherAudience:
    "The token is for another API, or audience in the options is not the audience of the product's app registration. Request a token with scope={the product's audience}/.default, and write api://{application id} as the audience.",
  otherProduct:
    "The token is for another product. A client requests one token per product, with that product's audience in scope.",
  notAssigned:
    "The client application holds no app role of this product. Grant it: API permissions of the client's app registration, add the application permission, then grant admin consent; new tokens carry it.",
  otherRole:
    "The client application holds roles, but not this one. Compare the value of the app role, which is case-sensitive, with the one configured here.",
  userToken:
    "This is a user's token, and the route is for applications. Use the client credentials flow, or give the route a rule with scopes.",
  appToken:
    "This is an application's token, and the route is for users. Use a flow with a signed-in user, or remove scopes from the rule.",
  unknownCaller:
    "The token does not prove whether an application or a user calls. Add the optional claim idtyp (with include_user_token) to the product's app registration.",
  openIdOtherProduct:
    "The token is for another product. A client requests one token per product, or the issuer writes the audiences of several products to the token.",
  openIdNoRoles:
    "The token holds no roles where rolesClaim in the issuer's options looks for them. Grant the role at the issuer, or set rolesClaim to the claim, the path or the function that finds the roles in this issuer's tokens. Roles that are an object's members need rolesClaim: { membersOf: … }.",
  openIdOtherRole:
    "The token holds roles, but not this one. Compare the role, which is case-sensitive, with the role of the product, and check that rolesClaim in the issuer's options is the claim with this API's roles.",
  openIdNoScopes:
    "The token holds no scopes where scopesClaim in the issuer's options looks for them (default: scope). Request the scope, or set scopesClaim, for instance to scp.",
  openIdUserToken:
    "The token counts as a user's, and the route is for applications. Without callerOf, a token counts as an application's only if sub is the client id. If this issuer gives its applications another sub, set callerOf in its options. For a user's token, use the client credentials flow, or give the route a rule with scopes.",
  openIdAppToken:
    "The token counts as an application's, and the route is for users. Without callerOf, a token counts as an application's if sub is the client id. Use a flow with a signed-in user, set callerOf in the issuer's options, or remove scopes from the rule.",
  openIdUnknownCaller:
    "The token does not prove whether an application or a user calls. Without callerOf, it needs sub and a client id. Set callerOf in the issuer's options, or clientClaim to the claim with the client id. An exception or a promise from callerOf also counts as unknown.",
  openIdNoClient:
    "The token has no client id where clientClaim in the issuer's options looks for it (default: client_id, else azp). Set clientClaim, for instance to cid or appid.",
  openIdIdToken:
    "This looks like an ID token, which is for the client that signed in. Send the access token instead.",
  openIdOtherAudience:
    "The token is for another API, or for the client itself. Request a token for the product's audience, or have the issuer write that audience to aud.",
  noAudience:
    "The token has no aud. Have the issuer write the product's audience to aud. If it never writes aud, set audienceClaim in its options to the claim that stands for it, such as client_id, and list its value in the product's audience.",
  audBesideClaim:
    "audienceClaim is for issuers whose tokens have no aud, and this token has aud: it is an ID token or is for another API. If aud is this API's audience, remove audienceClaim.",
  claimFunction:
    "The function in the issuer's options failed for this token. It must return strings synchronously; undefined means that the token holds none.",
  issuerSlash:
    "The issuer of the token differs from a trusted one by the slash at the end only. Issuers are compared exactly: write issuer as the discovery document and the tokens do.",
  otherAlgorithm:
    "The issuer publishes the key that the token names for another algorithm than the one in the token's header. Set the signing algorithm of this API at the issuer, or the alg of the published key.",
  ownSigningKey:
    "If the product's app registration has its own signing key, created for claims mapping, Entra publishes that key only in the document with ?appid=. Then set ownSigningKey: true on the product.",
  externalIdIssuer:
    'The token was issued by an External ID tenant. To accept its tokens, set externalId to the subdomain of its login service, such as externalId: "contoso", and tenantId to its GUID.',
  usGovernmentIssuer:
    'The token was issued by the login service for the US government. To accept its tokens, set cloud: "us-government".',
  chinaIssuer:
    'The token was issued by the login service in China. To accept its tokens, set cloud: "china".',
  publicCloudIssuer:
    'The token was issued by the login service of the public cloud. To accept its tokens, set cloud: "public" in place of cloud, externalId or authorityHost.',
};

/** The hints that differ between issuers: where rights and callers are configured. */
interface TokenHints {
  readonly otherProduct: string;
  readonly noRoles: string;
  readonly otherRole: string;
  readonly noScopes: string | undefined;
  readonly noClient: string | undefined;
  readonly caller: Readonly<Record<"app-only" | "delegated" | "unknown", string>>;
}

const ENTRA: TokenHints = {
  otherProduct: HINTS.otherProduct,
  noRoles: HINTS.notAssigned,
  otherRole: HINTS.otherRole,
  noScopes: undefined,
  noClient: undefined,
  caller: { "app-only": HINTS.appToken, delegated: HINTS.userToken, unknown: HINTS.unknownCaller },
};
const OPENID: TokenHints = {
  otherProduct: HINTS.openIdOtherProduct,
  noRoles: HINTS.openIdNoRoles,
  otherRole: HINTS.openIdOtherRole,
  noScopes: HINTS.openIdNoScopes,
  noClient: HINTS.openIdNoClient,
  caller: {
    "app-only": HINTS.openIdAppToken,
    delegated: HINTS.openIdUserToken,
    unknown: HINTS.openIdUnknownCaller,
  },
};

/** The hints for a token of this kind of issuer: advice about Entra's portal helps at no other issuer. */
export const hintsFor = (profile: "entra-v1" | "entra-v2" | "openid"): TokenHints =>
  profile === "openid" ? OPENID : ENTRA;
