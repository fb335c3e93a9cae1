import type { DecisionEvent, ProductAuthOptions, RefusalCode } from "@product-auth/core";
import { tell } from "./api.js";
import { publishAuthority } from "./entra-documents.js";
import type { SuiteBase } from "../suite-base.js";
import type { IssuerApi, StartIssuerApi } from "./issuer-api.js";
import { entraClaims } from "./issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "./issuer-server.js";
import type { Members } from "./jose-parts.js";
import { rawSigner, type RawSigner } from "./raw-signer.js";
import { badToken, type Refusal } from "./refused.js";

/** The tenant of this world. */
export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

/** An Entra tenant whose signing key is in the test's hands, and an API that trusts it. */
export interface EntraWorld {
  readonly api: IssuerApi;
  /** Claims of a good version 2 token, changed. */
  readonly claims: (change?: object) => Members;
  /** Signs a good token with claims and header changed; a text or bytes are the whole part as it is. */
  readonly token: (claims?: Members | string | Buffer, header?: Members | string) => string;
  readonly admits: (token: string) => Promise<object>;
  readonly refuses: (token: string, code: RefusalCode, refusal?: Refusal) => Promise<DecisionEvent>;
}

/** For one suite: publishes the tenant and starts the API. */
export function entraWorld(
  { issuerApis, before, after }: SuiteBase & { readonly issuerApis: () => StartIssuerApi },
  options: Partial<ProductAuthOptions>,
): EntraWorld {
  const start = issuerApis();
  let world: IssuerServer | undefined;
  let api: IssuerApi;
  let key: RawSigner;
  before(async () => {
    key = await rawSigner("good");
    world = await startIssuerServer();
    publishAuthority(world, { at: TENANT, keys: [[key]] });
    api = await start({ tenantId: TENANT, fetch: world.fetch, ...options }, (app, auth) =>
      app.get("/orders", auth.requireProduct("starter"), tell),
    );
  });

  after(() => world?.close());

  const claims = (change?: object) => entraClaims(TENANT, 2, change) as Members;
  const header = { typ: "JWT", alg: "RS256", kid: "good" };
  const isRaw = (part: unknown) => typeof part === "string" || part instanceof Uint8Array;
  return {
    get api() {
      return api;
    },
    claims,
    token: (payload = {}, head = {}) =>
      key.sign(
        isRaw(payload) ? payload : claims(payload as Members),
        typeof head === "string" ? head : { ...header, ...head },
      ),
    admits: (token) => api.admits(token),
    refuses: (token, code, refusal = badToken) => api.refuses(token, refusal, code),
  };
}
