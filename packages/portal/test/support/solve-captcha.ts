import { solveChallenge, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";

/** Solves the challenge of a page, as its script does. Takes about a second. */
export async function solveCaptcha(text: string): Promise<string> {
  const json = /data-challenge="([^"]*)"/.exec(text)?.[1]?.replaceAll("&quot;", '"');
  if (json === undefined) throw new Error("The page has no challenge");
  return solved(JSON.parse(json) as Challenge);
}

/** The field `captcha` for a challenge. */
export async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return JSON.stringify({
    challenge,
    solution: { counter: solution?.counter, derivedKey: solution?.derivedKey },
  });
}
