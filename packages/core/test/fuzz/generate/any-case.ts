import fc, { type Arbitrary } from "fast-check";
import { BASE_TOKENS } from "../tokens/base-tokens.js";
import { ITS_OWN, type Case } from "../tokens/case.js";
import { DOCUMENT_CHANGES, type DocumentChange } from "../tokens/document-changes.js";
import { ENVELOPES } from "../tokens/envelope.js";
import { PLAINLY } from "../tokens/sending.js";
import { NO_SIGNATURES, type Signing } from "../tokens/signed.js";
import { KEY_NAMES, PUBLIC_TEXTS } from "../world/keys.js";
import { RULE_NAMES } from "../world/places.js";
import { SET_UP_NAMES } from "../world/set-ups.js";
import { COMBINATIONS } from "./combinations.js";
import { changeIn, memberChange, namesIn, otherAlgorithm, otherKid } from "./member-change.js";
import { sending } from "./sending.js";
import { textChange } from "./text-change.js";

const algorithm = fc.constantFrom("RS256", "RS512", "PS256", "ES256", "EdDSA", "HS256", "HS512");

const documentChange: Arbitrary<DocumentChange> = fc.record({
  of: fc.constantFrom("claims", "header"),
  do: namesIn(DOCUMENT_CHANGES),
});

const signing: Arbitrary<Signing> = fc.oneof(
  fc.record({ by: fc.constantFrom(...KEY_NAMES) }),
  fc.record({ by: fc.constantFrom(...KEY_NAMES), as: algorithm }),
  fc.record({ by: fc.constant("HMAC with"), text: namesIn(PUBLIC_TEXTS) }),
  fc.record({ by: fc.constant("nobody"), signature: namesIn(NO_SIGNATURES) }),
);

type Parts = { readonly [K in keyof Case]: Arbitrary<Case[K]> };

const tokenName = fc.constantFrom(...BASE_TOKENS.map(({ name }) => name));

const unchanged: Parts = {
  setUp: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom("one", "many") },
    { weight: 1, arbitrary: fc.constantFrom(...SET_UP_NAMES) },
  ),
  token: tokenName,
  other: tokenName,
  rule: fc.oneof(
    { weight: 4, arbitrary: fc.constant(ITS_OWN) },
    { weight: 1, arbitrary: fc.constantFrom(...RULE_NAMES) },
  ),
  members: fc.constant([]),
  documents: fc.constant([]),
  signing: fc.constant({ by: "its key" }),
  envelope: fc.constant("none"),
  texts: fc.constant([]),
  sending: fc.constant(PLAINLY),
};

const caseWith = (parts: Partial<Parts>): Arbitrary<Case> => fc.record({ ...unchanged, ...parts });
const upTo = <T>(maxLength: number, one: Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength });
const sealed = {
  setUp: fc.oneof(
    { weight: 7, arbitrary: fc.constant("envelopes" as const) },
    { weight: 1, arbitrary: unchanged.setUp },
  ),
  envelope: namesIn(ENVELOPES),
};

/** Requests: most with one flaw, so that no check hides behind another; some with many, some with none. */
export const anyCase: Arbitrary<Case> = fc.oneof(
  { weight: 4, arbitrary: caseWith({}) },
  { weight: 30, arbitrary: caseWith({ members: upTo(1, memberChange) }) },
  { weight: 10, arbitrary: caseWith({ members: upTo(3, memberChange) }) },
  { weight: 5, arbitrary: caseWith({ members: fc.tuple(otherKid) }) },
  { weight: 3, arbitrary: caseWith({ members: fc.constantFrom(...COMBINATIONS) }) },
  { weight: 5, arbitrary: caseWith({ members: fc.tuple(otherAlgorithm), signing }) },
  { weight: 4, arbitrary: caseWith({ members: upTo(2, changeIn("header")), signing }) },
  { weight: 4, arbitrary: caseWith({ signing }) },
  { weight: 7, arbitrary: caseWith({ documents: upTo(1, documentChange) }) },
  { weight: 12, arbitrary: caseWith({ texts: upTo(2, textChange(3)) }) },
  { weight: 6, arbitrary: caseWith({ sending }) },
  { weight: 3, arbitrary: caseWith({ ...sealed, members: fc.array(memberChange, { maxLength: 1 }) }) },
  { weight: 2, arbitrary: caseWith({ ...sealed, texts: upTo(1, textChange(5)) }) },
  {
    weight: 8,
    arbitrary: caseWith({
      members: fc.array(memberChange, { maxLength: 4 }),
      documents: fc.array(documentChange, { maxLength: 1 }),
      signing: fc.oneof(unchanged.signing, signing),
      texts: fc.array(textChange(3), { maxLength: 2 }),
      sending: fc.oneof(unchanged.sending, sending),
    }),
  },
);
