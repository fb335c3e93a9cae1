/** The parameters of a path that this pattern matches: `:id` is one segment, `*rest` at the end is all that follows. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const given = path.split("/");
  const params: Record<string, string> = {};
  const wanted = pattern.split("/");
  for (const [i, piece] of wanted.entries()) {
    const segment = given[i];
    if (segment === undefined) return undefined;
    if (piece.startsWith("*")) return { ...params, [piece.slice(1)]: given.slice(i).join("/") };
    if (piece.startsWith(":")) params[piece.slice(1)] = segment;
    else if (piece !== segment) return undefined;
  }
  return wanted.length === given.length ? params : undefined;
}
