import { BASE_TOKENS, type BaseToken } from "./base-tokens.js";
import type { DocumentChange } from "./document-changes.js";
import { setUpOf, type SetUpName } from "../world/set-ups.js";
import type { Draft } from "./draft.js";
import { ENVELOPES, type Envelope } from "./envelope.js";
import { changed, type MemberChange } from "./member-changes.js";
import type { RuleName } from "../world/places.js";
import { sent, type RawRequest, type Sending } from "./sending.js";
import { signed, type Signing } from "./signed.js";
import { changedText, type TextChange } from "./text-changes.js";

/** The rule that the good token satisfies. */
export const ITS_OWN = "its own";

/** One request to make: a good token and what is done to it, as plain data. */
export interface Case {
  readonly setUp: SetUpName;
  /** Name of a good token, and of another for swaps. */
  readonly token: string;
  readonly other: string;
  readonly rule: RuleName | typeof ITS_OWN;
  readonly members: readonly MemberChange[];
  readonly documents: readonly DocumentChange[];
  readonly signing: Signing;
  readonly envelope: Envelope;
  readonly texts: readonly TextChange[];
  readonly sending: Sending;
}

/** A case made real. */
export interface Made {
  readonly base: BaseToken;
  readonly rule: RuleName;
  readonly token: string;
  /** As signed, before it was put into an envelope or changed as a text. */
  readonly inner: string;
  /** The other good token. */
  readonly other: string;
  readonly request: RawRequest;
  /** Whether it may be encrypted. */
  readonly mayBeSealed: boolean;
}

const BY_NAME = new Map(BASE_TOKENS.map((base) => [base.name, base]));

/** Does to the token what the case says. */
export function make({
  setUp,
  rule,
  members,
  documents,
  signing,
  envelope,
  texts,
  sending,
  ...named
}: Case): Made {
  const [base, swap] = [BY_NAME.get(named.token)!, BY_NAME.get(named.other)!];
  const draft = members.reduce(changed, base as Draft);
  const other = signed(swap, swap, { by: "its key" });
  const inner = signed(base, draft, signing, documents);
  const token = texts.reduce((text, change) => changedText(text, other, change), ENVELOPES[envelope](inner));
  const mayBeSealed = setUpOf(setUp).opensEnvelopes === true;
  const request = sent(token, other, sending);
  return { base, rule: rule === ITS_OWN ? base.opens : rule, token, inner, other, request, mayBeSealed };
}
