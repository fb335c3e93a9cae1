/** One parameter of a challenge: name and value. */
export type ChallengeParameter = readonly [name: string, value: string];

/**
 * Formats one challenge for `WWW-Authenticate`: scheme and quoted parameters (RFC 9110 §11.2, §5.6.4). `separator`
 * stands between parameters: default ", ", "," in the gateway's own challenge.
 */
export function challenge(
  scheme: string,
  parameters: readonly ChallengeParameter[],
  separator = ", ",
): string {
  const written = parameters.map(([name, value]) => `${name}="${quotable(value)}"`).join(separator);
  return written === "" ? scheme : `${scheme} ${written}`;
}

// Keeps only characters that RFC 9110 allows in a quoted string, and no control characters, so a value cannot end the line.
function quotable(value: string): string {
  if (!/[^\u0020\u0021\u0023-\u005b\u005d-\u007e]/.test(value)) return value;
  return value.replace(/[^\t\u0020-\u007e]/g, "?").replace(/[\\"]/g, (character) => `\\${character}`);
}
