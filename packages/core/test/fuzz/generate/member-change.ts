import fc, { type Arbitrary } from "fast-check";
import type { Draft } from "../tokens/draft.js";
import { TEXT_ALTERATIONS, WRAPPINGS, type MemberChange } from "../tokens/member-changes.js";
import { KNOWN } from "./known-values.js";

/** The names in a table, each as likely. */
export const namesIn = <T extends object>(table: T) =>
  fc.constantFrom(...(Object.keys(table) as (keyof T)[]));

/** Names that mean something to JavaScript. */
const PROTOTYPE_NAMES = "__proto__ constructor prototype toString hasOwnProperty valueOf".split(" ");

/** A text that is recognized wherever it turns up. */
const marker = fc.nat({ max: 0xffff_ffff }).map((n) => `marker-${n.toString(16).padStart(8, "0")}`);

/** Any half of a character, control characters and lone surrogates too. */
const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

const anyName = fc.oneof(fc.constantFrom(...PROTOTYPE_NAMES), marker, fc.string({ unit, maxLength: 8 }));

const anyValue: Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: marker },
  { weight: 2, arbitrary: fc.constantFrom(...PROTOTYPE_NAMES, "\u202eevil", "\r\nSet-Cookie: a=b", "\0") },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: unit }) },
  { weight: 1, arbitrary: fc.string({ unit, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.double() },
);

const does = <const D extends MemberChange["do"]>(...all: D[]) => fc.constantFrom(...all);

/** A change to one member. */
function changeOf(of: keyof Draft, name: string): Arbitrary<MemberChange> {
  const about = { of: fc.constant(of), name: fc.constant(name) };
  const known = fc.constantFrom(...(KNOWN[of][name] ?? [null]));
  const value = fc.oneof({ weight: 2, arbitrary: known }, { weight: 1, arbitrary: anyValue });
  const othersName = fc.constantFrom(...Object.keys(KNOWN[of]));
  const renamed = fc.constantFrom(name.toUpperCase(), `${name} `, `${name}\0`, `\u200b${name}`);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ ...about, do: does("remove") }) },
    { weight: 9, arbitrary: fc.record({ ...about, do: does("set"), to: known }) },
    { weight: 3, arbitrary: fc.record({ ...about, do: does("set", "add", "precede"), to: value }) },
    { weight: 4, arbitrary: fc.record({ ...about, do: does("wrap"), to: namesIn(WRAPPINGS) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        ...about,
        do: does("alter", "alter the first of"),
        to: namesIn(TEXT_ALTERATIONS),
      }),
    },
    { weight: 1, arbitrary: fc.record({ ...about, do: does("rename"), to: renamed }) },
    { weight: 1, arbitrary: fc.record({ ...about, do: does("move into", "rename"), to: anyName }) },
    { weight: 1, arbitrary: fc.record({ ...about, do: does("copy from"), to: othersName }) },
  );
}

/** What decides; the rest of the known members is only there to be ignored. */
export const TELLING = {
  header: ["alg", "kid", "typ", "crit", "nonce"],
  claims: [
    ...["iss", "tid", "aud", "exp", "nbf", "iat", "ver", "azp", "appid", "client_id", "oid", "sub"],
    ...["idtyp", "scp", "scope", "roles", "plan", "cnf"],
  ],
} as const;

/** A change to a member of the header, or of the claims. */
export const changeIn = (of: keyof Draft): Arbitrary<MemberChange> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...TELLING[of].map((name) => changeOf(of, name))) },
    { weight: 1, arbitrary: fc.oneof(...Object.keys(KNOWN[of]).map((name) => changeOf(of, name))) },
  );

const inventedMember = fc.record({
  of: fc.constantFrom("header", "claims"),
  name: anyName,
  do: does("set", "add"),
  to: anyValue,
});

/** A change to any member. */
export const memberChange: Arbitrary<MemberChange> = fc.oneof(
  { weight: 3, arbitrary: changeIn("header") },
  { weight: 9, arbitrary: changeIn("claims") },
  { weight: 1, arbitrary: inventedMember },
);

/** The header names another key, or another algorithm. */
export const otherKid: Arbitrary<MemberChange> = setTo(
  "kid",
  fc.constantFrom(...(KNOWN.header["kid"] ?? [])),
);
export const otherAlgorithm: Arbitrary<MemberChange> = setTo(
  "alg",
  fc.constantFrom("RS256", "RS384", "RS512", "PS256", "PS512", "ES256", "EdDSA", "HS256", "HS512"),
);

function setTo(name: string, to: Arbitrary<unknown>): Arbitrary<MemberChange> {
  return fc.record({ of: fc.constant("header"), name: fc.constant(name), do: does("set"), to });
}
