import { BASE_TOKENS, type BaseToken } from "../tokens/base-tokens.js";
import { ITS_OWN, type Case } from "../tokens/case.js";
import { DOCUMENT_CHANGES } from "../tokens/document-changes.js";
import { lastOf } from "../tokens/draft.js";
import { ENVELOPES } from "../tokens/envelope.js";
import { TEXT_ALTERATIONS, WRAPPINGS, type MemberChange } from "../tokens/member-changes.js";
import { PLAINLY } from "../tokens/sending.js";
import { NO_SIGNATURES, type Signing } from "../tokens/signed.js";
import { PART_CHANGES, WHOLE_CHANGES } from "../tokens/text-changes.js";
import { KEY_NAMES, PUBLIC_TEXTS } from "../world/keys.js";
import { COMBINATIONS } from "./combinations.js";
import { KNOWN } from "./known-values.js";
import { TELLING } from "./member-change.js";
import { oddSendings } from "./sending.js";

/** A request with nothing wrong. */
export const untouched = (token: string): Case => ({
  ...{ setUp: "many", token, other: "v2 user", rule: ITS_OWN, members: [], documents: [], texts: [] },
  ...{ signing: { by: "its key" }, envelope: "none", sending: PLAINLY },
});

/** Of these every member takes every value, and everything else is done to them as well. */
const IN_FULL = ["v2 app", "hs secret starter"];

/** Of others only the members that mean something else there. */
const BY_VALUE: Readonly<Record<string, readonly string[]>> = {
  "v1 app with slash": [...TELLING.header, ...TELLING.claims],
  "v2 user with idtyp": ["idtyp", "scp", "roles", "oid", "sub"],
  "v2 partner": ["plan", "azp", "roles", "aud"],
  "rs ours either": ["alg", "kid", "typ", "aud", "iss", "roles"],
  "mixed secret either": ["alg", "kid", "aud", "iss", "client_id", "sub", "scope", "roles"],
};

const PARTS = ["header", "claims"] as const;
const names = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

/** Every single change that is known to matter somewhere, and the pairs that do. Nothing is left to chance here. */
export function* sweep(): Generator<Case> {
  for (const sending of oddSendings()) yield { ...untouched("v2 app"), sending };
  for (const base of BASE_TOKENS) {
    const plain = untouched(base.name);
    for (const by of KEY_NAMES) yield { ...plain, signing: { by } };
    const isInFull = IN_FULL.includes(base.name);
    for (const change of values(isInFull ? undefined : (BY_VALUE[base.name] ?? []))) {
      yield { ...plain, members: [change] };
    }
    if (isInFull || base.name in BY_VALUE) for (const members of COMBINATIONS) yield { ...plain, members };
    if (isInFull) yield* allButValues(base, plain);
  }
}

function* allButValues(base: BaseToken, plain: Case): Generator<Case> {
  for (const change of shapes(base)) yield { ...plain, members: [change] };
  for (const of of PARTS) {
    for (const change of names(DOCUMENT_CHANGES)) yield { ...plain, documents: [{ of, do: change }] };
  }
  for (const change of names(WHOLE_CHANGES)) yield { ...plain, texts: [{ do: change }] };
  for (const part of [0, 1, 2]) {
    for (const change of PART_CHANGES) yield { ...plain, texts: [{ do: change, part }] };
    yield { ...plain, texts: [{ do: "pad", part, text: "=" }] };
  }
  for (const envelope of names(ENVELOPES)) yield { ...plain, setUp: "envelopes", envelope };
  for (const [name, to, signing] of lies()) {
    yield { ...plain, members: [{ of: "header", name, do: "set", to }], signing };
  }
}

// What a header promises, with a signature by somebody whom that would help.
function* lies(): Generator<readonly [name: string, to: unknown, signing: Signing]> {
  for (const alg of ["none", "nOnE", "HS256", "ES256"]) {
    for (const signing of signings()) yield ["alg", alg, signing];
  }
  for (const kid of KNOWN.header["kid"] ?? []) yield ["kid", kid, { by: "short" }];
  for (const jwk of KNOWN.header["jwk"] ?? []) yield ["jwk", jwk, { by: "attacker" }];
}

function* signings(): Generator<Signing> {
  for (const by of ["short", "attacker", "ec", "ed", "secret", "attackerSecret"] as const) yield { by };
  for (const text of names(PUBLIC_TEXTS)) yield { by: "HMAC with", text };
  for (const signature of names(NO_SIGNATURES)) yield { by: "nobody", signature };
}

function* values(only: readonly string[] | undefined): Generator<MemberChange> {
  for (const of of PARTS) {
    for (const [name, known] of Object.entries(KNOWN[of])) {
      if (only?.includes(name) === false) continue;
      yield { of, name, do: "remove" };
      for (const to of known) yield { of, name, do: "set", to };
    }
  }
}

function* shapes(base: BaseToken): Generator<MemberChange> {
  for (const [of, name] of PARTS.flatMap((of) => TELLING[of].map((name) => [of, name] as const))) {
    const value = lastOf(base[of], name);
    if (value === undefined) continue;
    for (const to of names(WRAPPINGS)) yield { of, name, do: "wrap", to };
    for (const to of ["__proto__", "constructor"]) yield { of, name, do: "move into", to };
    const how = typeof value === "string" ? "alter" : "alter the first of";
    for (const to of names(TEXT_ALTERATIONS)) yield { of, name, do: how, to };
  }
}
