// Redis sorts by the bytes of UTF-8, where U+10000 and above come last. By code unit they come before U+E000, because
// their surrogates do. A mark before each, the last character before the surrogates, puts them there; the mark itself
// is assigned to nothing, and where it is used nevertheless the order is still right.
const MARK = "\uD7FF";
const ABOVE = "[\\u{10000}-\\u{10FFFF}]";
const TO_MARK = new RegExp(ABOVE, "gu");
const MARKED = new RegExp(`${MARK}(?=${ABOVE})`, "gu");

/** An id as a member of a sorted set whose order by bytes is the ids' order by code unit. */
export function memberOf(id: string): string {
  return id.replace(TO_MARK, `${MARK}$&`);
}

/** The id of a member. */
export function idOf(member: string): string {
  return member.replace(MARKED, "");
}

/** Whether Redis can hold this text in a name: half a surrogate pair would silently become U+FFFD, another name. */
export function isName(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
