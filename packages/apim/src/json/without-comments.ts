/**
 * A JSON text with its comments turned to spaces, so that lines and columns stay. Templates of Azure Resource Manager may
 * have them: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata
 */
export function withoutComments(text: string): string {
  const pieces: string[] = [];
  const lastEnd = text.lastIndexOf("*/");
  let start = 0;
  for (let at = 0; at < text.length;) {
    const end = text[at] === '"' ? endOfText(text, at) : at;
    const comment = end === at ? endOfComment(text, at, lastEnd) : at;
    if (comment > at) {
      pieces.push(text.slice(start, at), text.slice(at, comment).replace(/[^\r\n]/g, " "));
      start = comment;
    }
    at = Math.max(end, comment, at + 1);
  }
  return start === 0 ? text : pieces.join("") + text.slice(start);
}

function endOfText(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "\\") end++;
    else if (text[end] === '"') return end + 1;
  }
  return text.length;
}

/** The same position when no comment starts there, or one that never ends. */
function endOfComment(text: string, at: number, lastEnd: number): number {
  if (text.startsWith("//", at)) {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end;
  }
  return text.startsWith("/*", at) && at + 2 <= lastEnd ? text.indexOf("*/", at + 2) + 2 : at;
}
