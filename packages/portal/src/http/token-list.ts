import { isToken } from "../people/digest.js";

/** The tokens of a cookie that holds up to `most` of them, with dots in between; none when it is not one of the portal's. */
export function tokensIn(cookie: string | undefined, most: number): readonly string[] {
  const tokens = (cookie ?? "").split(".", most + 1);
  return tokens.length <= most && tokens.every(isToken) ? tokens : [];
}
