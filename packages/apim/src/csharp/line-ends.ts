/** Whether C# ends a line at this character: CR, LF, NEL, LS or PS. */
export function endsLine(character: string | undefined): boolean {
  return (
    character === "\n" ||
    character === "\r" ||
    character === "\u0085" ||
    character === "\u2028" ||
    character === "\u2029"
  );
}
