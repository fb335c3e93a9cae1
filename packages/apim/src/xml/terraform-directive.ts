import { skipSpace } from "./characters.js";

const KEYWORDS = ["if", "else", "endif", "for", "endfor"];

/**
 * Position of the first directive of a Terraform template (`%{ if … }`, `%{~ for … ~}`); -1 when there is none. `%%{` is a
 * literal `%{`. See https://developer.hashicorp.com/terraform/language/expressions/strings#directives
 */
export function terraformDirective(text: string): number {
  for (let at = text.indexOf("%{"); at >= 0; at = text.indexOf("%{", at + 1))
    if (text[at - 1] !== "%" && hasKeyword(text, at + "%{".length)) return at;
  return -1;
}

function hasKeyword(text: string, at: number): boolean {
  const start = skipSpace(text, text[at] === "~" ? at + 1 : at);
  return KEYWORDS.some(
    (keyword) => text.startsWith(keyword, start) && !/\w/.test(text[start + keyword.length] ?? ""),
  );
}
