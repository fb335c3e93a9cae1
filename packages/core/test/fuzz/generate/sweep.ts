import { BASE_TOKENS, type BaseToken } from "../tokens/base-tokens.js";
import { ITS_OWN, type Case } from "../tokens/case.js";
import { DOCUMENT_CHANGES } from "../tokens/document-changes.js";
import { ENVELOPES } from "../tokens/envelope.js";
import { TEXT_ALTERATIONS, WRAPPINGS, type MemberChange } from "../tokens/member-changes.js";
import { lastOf } from "../tokens/draft.js";
import { PLAINLY } from "../tokens/sending.js";
import { NO_SIGNATURES, type Signing } from "../tokens/signed.js";
import { WHOLE_CHANGES } from "../tokens/text-changes.js";
import { KEY_NAMES, PUBLIC_TEXTS } from "../world/keys.js";
import { KNOWN } from "./known-values.js";
import { TELLING } from "./member-change.js";

/** Of these every member takes every value; of the first two every other change is made as well. */
const [IN_FULL, BY_VALUE] = [
  ["v2 app", "hs secret starter"],
  ["v1 app with slash", "v2 user with idtyp", "v2 partner", "ed ed partner"],
];

/** A request with nothing wrong. */
export const untouched = (token: string): Case => ({
  ...{ setUp: "many", token, other: "v2 user", rule: ITS_OWN, members: [], documents: [], texts: [] },
  ...{ signing: { by: "its key" }, envelope: "none", sending: PLAINLY },
});

const PARTS = ["header", "claims"] as const;

const names = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

/** Every single change that is known to matter somewhere, to one token of each kind. Nothing is left to chance here. */
export function* sweep(): Generator<Case> {
  for (const base of BASE_TOKENS) {
    const plain = untouched(base.name);
    for (const signing of signings()) yield { ...plain, signing };
    const isInFull = IN_FULL.includes(base.name);
    if (!isInFull && !BY_VALUE.includes(base.name)) continue;
    for (const change of values()) yield { ...plain, members: [change] };
    if (!isInFull) continue;
    for (const change of shapes(base)) yield { ...plain, members: [change] };
    for (const of of PARTS) {
      for (const change of names(DOCUMENT_CHANGES)) yield { ...plain, documents: [{ of, do: change }] };
    }
    for (const change of names(WHOLE_CHANGES)) yield { ...plain, texts: [{ do: change }] };
    for (const envelope of names(ENVELOPES)) yield { ...plain, setUp: "envelopes", envelope };
  }
}

function* signings(): Generator<Signing> {
  for (const by of KEY_NAMES) yield { by };
  for (const text of names(PUBLIC_TEXTS)) yield { by: "HMAC with", text };
  for (const signature of names(NO_SIGNATURES)) yield { by: "nobody", signature };
}

function* values(): Generator<MemberChange> {
  for (const of of PARTS) {
    for (const [name, known] of Object.entries(KNOWN[of])) {
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
    const how = typeof value === "string" ? "alter" : "alter the first of";
    for (const to of names(TEXT_ALTERATIONS)) yield { of, name, do: how, to };
  }
}
