import { MAX_TOKEN_LENGTH, START, TOLERANCE } from "../world/places.js";
import type { Accepted } from "./ask-jose.js";
import type { Presented } from "./presented-in.js";

/** Something that jose would let pass and we refuse on purpose. */
export interface Stricter {
  readonly what: string;
  readonly why: string;
  readonly applies: (token: Accepted & Presented) => boolean;
}

// Groups of four, and a last one of two or three whose unused bits are 0.
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const BYTE_ORDER_MARK = "77u_"; // in base64url

const has = (object: object, ...names: readonly string[]): boolean =>
  names.some((name) => Object.hasOwn(object, name));
const timesOf = ({ claims }: Accepted): unknown[] => [claims["exp"], claims["nbf"], claims["iat"]];

/** Every difference there is. One that is missing here is a finding of the fuzz test, in either direction. */
export const STRICTER: readonly Stricter[] = [
  {
    what: "a token of more than 16384 characters, the spaces before it included",
    why: "nothing is decoded that no issuer would send; the limit is an option",
    applies: ({ text, field }) =>
      text.length > MAX_TOKEN_LENGTH || field.length > "Bearer ".length + MAX_TOKEN_LENGTH,
  },
  {
    what: "base64url that is not canonical: padding, white space, loose last bits",
    why: "RFC 7515 §2: a token must have one spelling, or lists of revoked and remembered tokens can be walked past",
    applies: ({ token }) => !token.split(".").every((part) => CANONICAL.test(part)),
  },
  {
    what: "a byte order mark before the JSON",
    why: "RFC 8259 §8.1 lets readers refuse it, and no issuer writes it",
    applies: ({ token }) => token.split(".", 2).some((part) => part.startsWith(BYTE_ORDER_MARK)),
  },
  {
    what: "crit, even for the one extension that jose knows",
    why: "RFC 7515 §4.1.11: we know no extension",
    applies: ({ header }) => has(header, "crit"),
  },
  {
    what: "b64, enc or zip in the header of a signed token",
    why: "RFC 8725 §2.7: whoever writes them means another kind of object",
    applies: ({ header }) => has(header, "b64", "enc", "zip"),
  },
  {
    what: "another typ than JWT, and at+jwt from issuers other than Entra",
    why: "RFC 8725 §3.11: a logout token or a proof of possession is no access token",
    applies: ({ header: { typ }, isEntra }) => {
      const accepted = isEntra ? /^jwt$/i : /^(jwt|at\+jwt|application\/at\+jwt)$/i;
      return typ !== undefined && !(typeof typ === "string" && accepted.test(typ));
    },
  },
  {
    what: "a kid that is no short text; none at all from Entra",
    why: "the key is looked up by it, and it is shown to operators",
    applies: ({ header, isEntra }) => {
      const { kid } = header;
      if (kid === undefined) return isEntra;
      return typeof kid !== "string" || kid === "" || kid.length > 256;
    },
  },
  {
    what: "nonce in the header of a token of Entra",
    why: "Entra marks tokens for Microsoft Graph with it, which nobody else may accept",
    applies: ({ header, isEntra }) => isEntra && has(header, "nonce"),
  },
  {
    what: "cnf",
    why: "RFC 7800: the token is bound to its sender's key; presented as a bearer token it is stolen",
    applies: ({ claims }) => has(claims, "cnf"),
  },
  {
    what: "exp, nbf or iat below 0 or beyond 2^53",
    why: "numbers that are no time: 1e400 would never expire",
    applies: (token) =>
      timesOf(token).some((time) => typeof time === "number" && (time < 0 || time >= 2 ** 53)),
  },
  {
    what: "iat in the future",
    why: "jose compares it only with a maximum age; a token that is yet to be issued was not issued",
    applies: ({ claims: { iat } }) => typeof iat === "number" && iat > START + TOLERANCE,
  },
];
