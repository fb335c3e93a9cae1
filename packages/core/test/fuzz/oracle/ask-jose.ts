import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import type { KeyObject } from "node:crypto";
import { ENTRA_KEYS, PUBLISHED_KEYS, v1Issuer, v2Issuer } from "../world/documents.js";
import type { SetUp } from "../world/set-ups.js";
import { PAIRS, SECRETS } from "../world/keys.js";
import { ISSUERS, START, TOLERANCE } from "../world/places.js";
import { AUDIENCES, type Profile } from "./audiences.js";

/** A token that jose accepts with everything it can be told to check. */
export interface Accepted {
  readonly token: string;
  /** Whether it passes as one of Entra. */
  readonly isEntra: boolean;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

type GivenKeys = readonly (readonly [id: string | undefined, key: KeyObject | Uint8Array])[];
type KeySet = ReturnType<typeof createLocalJWKSet>;

interface Trusted {
  readonly issuers: readonly string[];
  readonly audiences: readonly string[];
  readonly algorithms: readonly string[];
  readonly claims: readonly string[];
  readonly keys: GivenKeys | KeySet;
}

const keySet = (keys: readonly object[]): KeySet => createLocalJWKSet({ keys: keys as { kty: string }[] });

const everyIn = (profile: Profile): readonly string[] =>
  Object.values<readonly string[]>(AUDIENCES[profile]).flat();

const ENTRA = {
  audiences: [...everyIn("entra-v1"), ...everyIn("entra-v2")],
  algorithms: ["RS256"],
  claims: ["exp", "nbf", "iat"],
  keys: keySet(ENTRA_KEYS),
};

function openId(
  issuer: string,
  algorithms: readonly string[],
  keys: Trusted["keys"],
  claims = ["exp"],
): Trusted {
  return { issuers: [issuer], audiences: everyIn("openid"), algorithms, keys, claims };
}

const rsa = PAIRS.ours.publicKey;
const ec = PAIRS.ec.publicKey;
const OPENID: readonly Trusted[] = [
  openId(
    ISSUERS.rs,
    ["RS256"],
    [
      ["rs-1", rsa],
      ["rs-2", PAIRS.other.publicKey],
    ],
  ),
  openId(ISSUERS.ps, ["PS256"], [[undefined, rsa]]),
  openId(ISSUERS.es, ["ES256"], [["es-1", ec]]),
  openId(ISSUERS.ed, ["EdDSA"], [["ed-1", PAIRS.ed.publicKey]]),
  openId(ISSUERS.hs, ["HS256"], [["hs-1", SECRETS.secret]], []),
  openId(
    ISSUERS.mixed,
    ["RS256", "ES256", "HS256"],
    [
      ["mixed-rsa", rsa],
      ["mixed-ec", ec],
      [undefined, SECRETS.secret],
    ],
  ),
  openId(ISSUERS.published, ["ES256", "EdDSA"], keySet(PUBLISHED_KEYS)),
];

/** What jose thinks of a token, told everything it can be told; undefined when it refuses. */
export async function askJose(token: string, setUp: SetUp): Promise<Accepted | undefined> {
  const issuer = unlessItThrows(() => decodeJwt(token).iss);
  const other = OPENID.find(({ issuers }) => issuers.includes(issuer as string));
  const entraIssuers = setUp.tenants.flatMap((tenant) => [v1Issuer(tenant), v2Issuer(tenant)]);
  const { issuers, audiences, algorithms, claims, keys } = other ?? { ...ENTRA, issuers: entraIssuers };
  for (const key of typeof keys === "function" ? [keys] : fitting(keys, token)) {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, key as KeySet, {
        algorithms: [...algorithms],
        issuer: [...issuers],
        audience: [...audiences],
        requiredClaims: [...claims],
        clockTolerance: TOLERANCE,
        currentDate: new Date(START * 1000),
      });
      return { token, isEntra: other === undefined, header: protectedHeader, claims: payload };
    } catch {
      continue; // the next key
    }
  }
  return undefined;
}

// The key that the token names; when it names none of these, the first of each kind.
function fitting(keys: GivenKeys, token: string): readonly (KeyObject | Uint8Array)[] {
  const kid = unlessItThrows(() => decodeProtectedHeader(token).kid);
  const named = keys.filter(([id]) => id !== undefined && id === kid);
  const first = keys.filter(
    ([, key], i) => keys.findIndex(([, other]) => kindOf(other) === kindOf(key)) === i,
  );
  return (named.length > 0 ? named : first).map(([, key]) => key);
}

const kindOf = (key: KeyObject | Uint8Array) =>
  "asymmetricKeyType" in key ? key.asymmetricKeyType : "secret";

function unlessItThrows<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
