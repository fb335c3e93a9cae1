import { isDeepStrictEqual } from "node:util";
import type { EntraSettings } from "../evidence/tokens/issuers/entra-issuer.js";
import type { PolicyIssuer } from "../evidence/tokens/issuers/policy-issuer.js";
import { entraForms, settleEntra, type EntraOptions } from "./entra.js";
import { settleIssuer, type IssuerOptions, type IssuersOptions } from "./issuers.js";
import type { ValidateJwtOptions } from "./validate-jwt.js";

/** The options that name issuers. */
export type IssuerHolders = IssuersOptions & EntraOptions;

/** An issuer as a policy gives it. */
export type GivenIssuer = NonNullable<ValidateJwtOptions["issuers"]>[number];

const ENTRA_NAMES = Object.keys(entraForms);

/** Whether an issuer that a policy describes is Entra. */
export const isEntra = (issuer: GivenIssuer): issuer is EntraOptions =>
  typeof issuer !== "string" && Object.keys(issuer).some((name) => ENTRA_NAMES.includes(name));

/** The issuers of the options, in their order: those without a name are `undefined`. */
export function instanceIssuers({
  issuer,
  issuers = [],
  tenantId,
}: IssuerHolders): readonly (string | undefined)[] {
  const openId = [...(issuer === undefined ? [] : [undefined]), ...issuers.map(({ name }) => name)];
  return tenantId === undefined ? openId : [...openId, "entra"];
}

/** Settles the issuers of a policy. `path`: of the list, for the problem of a document that names another issuer. */
export function settlePolicyIssuers(
  given: ValidateJwtOptions["issuers"],
  options: IssuerHolders,
  path: string,
): readonly PolicyIssuer[] {
  const known = instanceIssuers(options);
  const at = (index: number): PolicyIssuer =>
    known[index] === "entra" ? ENTRA : Object.freeze({ kind: "option", index });
  if (given === undefined) return [at(0)];
  return given.map((issuer, i): PolicyIssuer => {
    if (typeof issuer === "string") return at(known.indexOf(issuer));
    if (isEntra(issuer))
      return isDeepStrictEqual(entraOf(options), entraOf(issuer)) ? ENTRA : ownEntra(issuer);
    const shift = options.issuer === undefined ? 0 : 1;
    const same = (options.issuers ?? []).findIndex((one) => isDeepStrictEqual(bare(one), issuer));
    if (same !== -1) return at(same + shift);
    const place = settleIssuer(issuer, `${path}[${i}].issuer`, () => new Set());
    return Object.freeze({ kind: "own", given: copied(issuer), place });
  });
}

const ENTRA: PolicyIssuer = Object.freeze({ kind: "entra" });

const entraOf = (options: IssuerHolders): object =>
  Object.fromEntries(
    Object.entries(options).filter(([name, value]) => ENTRA_NAMES.includes(name) && value !== undefined),
  );

// What distinguishes an entry of the options says nothing about how its tokens are verified.
const bare = (issuer: IssuerOptions): object =>
  Object.fromEntries(Object.entries(issuer).filter(([name]) => name !== "name" && name !== "products"));

function ownEntra(given: EntraOptions): PolicyIssuer {
  const tenants = settleEntra(given)!; // checked: it names a tenant
  const none = (): ReadonlySet<string> => new Set();
  const settings: EntraSettings = {
    ...tenants,
    audiences: { "entra-v1": none(), "entra-v2": none(), openid: none() },
    ownKeys: new Map(),
    refusedAudiences: { "entra-v1": none(), "entra-v2": none() },
  };
  return Object.freeze({ kind: "own-entra", given: copied(given), settings });
}

// The application may change its lists before the next update. Functions and key objects are compared by identity.
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  const isPlain =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copied(member)]));
}
