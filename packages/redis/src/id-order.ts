// Redis sorts by UTF-8 bytes, where U+10000 and above come last. By code unit they come before U+E000, because their
// surrogates do. A mark before each of them, the last character before the surrogates, restores that order. The mark is an
// unassigned character; an id that contains it is still sorted correctly.
const MARK = "\uD7FF";
const ABOVE = "[\\u{10000}-\\u{10FFFF}]";
const TO_MARK = new RegExp(ABOVE, "gu");
const MARKED = new RegExp(`${MARK}(?=${ABOVE})`, "gu");

/** Encodes an id as a member of a sorted set, whose byte order is then the code unit order of the ids. */
export function memberOf(id: string): string {
  return id.replace(TO_MARK, `${MARK}$&`);
}

/** Decodes the id of a member. */
export function idOf(member: string): string {
  return member.replace(MARKED, "");
}

/** Whether Redis can store this text in a name: half a surrogate pair would silently become U+FFFD, another name. */
export function isName(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
