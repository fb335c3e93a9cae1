/** One parameter of a challenge: name and value. */
export type ChallengeParameter = readonly [name: string, value: string];

/**
 * Writes one challenge for `WWW-Authenticate`: scheme and quoted parameters (RFC 9110 §11.2, §5.6.4).
 * `separator` is ", " as usual; the gateway's own challenge has none.
 */
export function challenge(
  scheme: string,
  parameters: readonly ChallengeParameter[],
  separator = ", ",
): string {
  const written = parameters.map(([name, value]) => `${name}="${quotable(value)}"`).join(separator);
  return written === "" ? scheme : `${scheme} ${written}`;
}

// Only what RFC 9110 lets stand in a quoted string and no control character: nothing can end the line.
function quotable(value: string): string {
  if (!/[^\u0020\u0021\u0023-\u005b\u005d-\u007e]/.test(value)) return value;
  return value.replace(/[^\t\u0020-\u007e]/g, "?").replace(/[\\"]/g, (character) => `\\${character}`);
}
