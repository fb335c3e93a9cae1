import { accessElements } from "./access-elements.js";
import { nameEnd } from "./characters.js";

/** Start tags of access elements in a comment that stands from `start` to `end`: their names and positions. */
export function commentedElements(
  text: string,
  start: number,
  end: number,
): readonly { readonly name: string; readonly at: number }[] {
  const found: { name: string; at: number }[] = [];
  const comment = text.slice(start, end);
  for (let at = comment.indexOf("<"); at >= 0; at = comment.indexOf("<", at + 1)) {
    const name = comment.slice(at + 1, nameEnd(comment, at + 1));
    if (accessElements.has(name)) found.push({ name, at: start + at });
  }
  return found;
}
