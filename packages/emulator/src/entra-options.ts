/** Options of `startEntra`, all with defaults. The command reads the same options from its JSON config file. */
export interface EntraOptions {
  /** Host name or address to listen on; default `127.0.0.1`. A host other than loopback also requires `allowRemote`. */
  host?: string;
  /**
   * Whether `host` may be reachable from other machines, and requests may name any host. Default false, because the
   * emulator issues tokens to anyone: requests whose `Host` is not loopback are answered 421.
   */
  allowRemote?: boolean;
  /** TCP port; default 0, which takes a free one: read it from `entra.origin`. */
  port?: number;
  /** Default `http`. MSAL refuses plain http, so testing it needs `https`. */
  protocol?: "http" | "https";
  /** Where the https certificate is kept between starts; without it every start makes a new one in memory. */
  tls?: { directory?: string };
  /** Directory (tenant) id, a GUID; default `aaaabbbb-0000-cccc-1111-dddd2222eeee`. */
  tenantId?: string;
  /** Verified domain that can stand for the tenant id in URLs; default `contoso.onmicrosoft.com`. */
  tenantDomain?: string;
  /**
   * Kind of the tenant; default `workforce`. In an `external` tenant of Microsoft Entra External ID, the issuer is at another
   * host than the endpoints, `{tenantId}.localhost`, and no other tenant's users sign in.
   */
  tenantType?: "workforce" | "external";
  /** Product applications by product name; default one called `starter` when `clients` is left out too. */
  products?: Record<string, ProductApplication>;
  /** Client applications by a name of your choice; default one called `contoso` when `products` is left out too. */
  clients?: Record<string, ClientApplication>;
  /** Users who can sign in at `/authorize`, by a name of your choice; default none. */
  users?: Record<string, UserAccount>;
  /** Offers "Create an account" at sign-in, which makes a guest, as a user flow of External ID does; default false. */
  selfServiceSignUp?: boolean;
  /** Name of the user who is signed in without the account picker; default none. */
  autoSignIn?: string;
  /**
   * Serves `POST /emulator/faults`, which sets faults with JSON named like the calls of `entra.faults`; default false.
   * Not together with `allowRemote`.
   */
  controls?: boolean;
  /** Milliseconds since 1970; default `Date.now`. `entra.clock` moves on top of it. */
  clock?: () => number;
  /** Lifetime of tokens in seconds; default random, 3600 to 5400 for each token ("Configurable token lifetimes"). */
  tokenLifetime?: number;
  /** Accepts the issuer as a client assertion's `aud`, as RFC 7523 clients send it; default false: token URLs only. */
  lenientAssertionAudience?: boolean;
  /** Default true: nothing is printed. False prints the banner, the URLs and the registered applications. */
  silent?: boolean;
  /** Starts even when `NODE_ENV` names an environment that is not for development or tests; default false. */
  force?: boolean;
}

/** The app registration of a product: the audience of its tokens ("resource" in Entra's documentation). */
export interface ProductApplication {
  /** Application id, a GUID; default one derived from the name, the same at every start. */
  appId?: string;
  /** Default the name with a capital; the registration is called `APIMProductApplication{displayName}`. */
  displayName?: string;
  /** What clients may write before `/.default`; default `["api://{appId}"]`. None may end in a slash. */
  identifierUris?: string[];
  /** Version of the tokens; null means 1, as in the application manifest. Default 2. */
  requestedAccessTokenVersion?: 1 | 2 | null;
  /** Refuses tokens to clients without an assignment (AADSTS501051); default false: they get tokens without roles. */
  appRoleAssignmentRequired?: boolean;
  /** App roles it defines; default `["Product.{displayName}.All"]`. */
  roles?: string[];
  /** Delegated scopes for user tokens, such as `["Orders.Write"]`; default none. */
  scopes?: string[];
  /** Emits the optional claim `idtyp`; default false, as in a fresh registration. */
  idtyp?: boolean;
  /** Version 1 tokens carry the application id as `aud` whatever was asked for (`use_guid`); default false. */
  audUseGuid?: boolean;
  /** Switches the application off: token requests for it are refused (AADSTS500014). */
  disabled?: boolean;
}

/** An app registration of a calling application. */
export interface ClientApplication {
  /** Application id, a GUID; default one derived from the name, the same at every start. */
  appId?: string;
  /** Default the name with a capital; the registration is called `APIMApplication{displayName}`. */
  displayName?: string;
  /** Client secrets, with an expiry if you like; default one that is the same at every start. */
  secrets?: (string | { value: string; endDateTime?: string | Date })[];
  /** PEM certificates whose keys may sign client assertions (`private_key_jwt`); default none. */
  certificates?: string[];
  /** Products whose roles it holds: names for all their roles, or roles by product name. Default none. */
  products?: string[] | Record<string, string[]>;
  /**
   * Addresses that sign-in may return to, by platform; default none. `web` redeems codes with a credential, `spa` from
   * the browser with PKCE, `publicClient` (mobile and desktop applications) without a credential. The port of `localhost`
   * and `127.0.0.1` does not matter; the rest must match exactly.
   */
  redirectUris?: { web?: string[]; spa?: string[]; publicClient?: string[] };
  /** Addresses that sign-out may return to; default none. */
  logoutRedirectUris?: string[];
  /** App roles that users can have in this application; default none. */
  appRoles?: string[];
  /** Refuses users without an assignment in their `roles` (AADSTS50105); default false. */
  assignmentRequired?: boolean;
  /** Optional claims of its id_tokens: `acct auth_time email family_name given_name login_hint sid upn`; default none. */
  idTokenClaims?: string[];
  /** Ends every sign-in with `consent_required` (AADSTS65001), as if an administrator had to consent; default false. */
  consentRequired?: boolean;
  /**
   * Permissions of Microsoft Graph, such as `Application.ReadWrite.OwnedBy`, and directory roles: `Application
   * Administrator` or `Cloud Application Administrator`. Default none, so that Graph refuses the client with 403.
   */
  graphRoles?: string[];
  /** Switches the application off: its token requests are refused (AADSTS7000112). */
  disabled?: boolean;
}

/** A user account. */
export interface UserAccount {
  /** Sign-in name; default `{name}@{tenantDomain}`, and the e-mail address for guests that have one. */
  userPrincipalName?: string;
  /** Default given name and surname, else the name with capitals. */
  displayName?: string;
  givenName?: string;
  surname?: string;
  /** Default the user principal name; null for a user without an e-mail address. */
  email?: string | null;
  /** Object id, a GUID: `oid`; default one derived from the user principal name, the same at every start. */
  objectId?: string;
  /** Another tenant's id, for a user of that tenant: `tid` and issuer of the tokens. Default the emulator's tenant. */
  homeTenantId?: string;
  /** Makes the user a guest of this tenant; `idp` names the identity provider, such as `google.com`. */
  guest?: { idp: string };
  /** Values of the claim `groups`, or how many groups the user is in; above 200 the tokens carry none. Default none. */
  groups?: string[] | number;
  /** Assignments to clients, with app roles; an empty list is an assignment without a role. Default none. */
  roles?: Record<string, string[]>;
  /** Blocks the account: sign-in is refused (AADSTS50057). */
  disabled?: boolean;
}
