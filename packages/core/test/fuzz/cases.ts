import { BASE_TOKENS, type BaseToken } from "./base-tokens.js";
import type { DocumentChange } from "./document-changes.js";
import type { SetUp } from "./house.js";
import { changed, type MemberChange } from "./member-changes.js";
import type { RuleName } from "./places.js";
import { sent, type RawRequest, type Sending } from "./sending.js";
import { signed, type Signing } from "./signed.js";
import { changedText, type TextChange } from "./text-changes.js";

/** One request to make: a good token and what is done to it, as plain data. */
export interface Case {
  readonly setUp: SetUp;
  /** Name of a good token, and of another for swaps. */
  readonly token: string;
  readonly other: string;
  /** Absent: the rule that the good token satisfies. */
  readonly rule?: RuleName;
  readonly members: readonly MemberChange[];
  readonly documents: readonly DocumentChange[];
  readonly signing: Signing;
  readonly texts: readonly TextChange[];
  readonly sending: Sending;
}

/** A case made real. */
export interface Made {
  readonly base: BaseToken;
  readonly rule: RuleName;
  readonly token: string;
  readonly request: RawRequest;
}

const BY_NAME = new Map(BASE_TOKENS.map((base) => [base.name, base]));

/** Does to the token what the case says. */
export function make({ token, other, members, documents, signing, texts, sending, ...about }: Case): Made {
  const [base, swap] = [BY_NAME.get(token)!, BY_NAME.get(other)!];
  const draft = members.reduce(changed, base);
  const theirs = signed(swap, swap, { by: "its key" });
  const text = texts.reduce(
    (changing, change) => changedText(changing, theirs, change),
    signed(base, draft, signing, documents),
  );
  return { base, rule: about.rule ?? base.opens, token: text, request: sent(text, theirs, sending) };
}
