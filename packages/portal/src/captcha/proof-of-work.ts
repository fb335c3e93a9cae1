import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import type { JsonObject, RecordRepository } from "@product-auth/core/records";
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { digestOf } from "../people/digest.js";
import type { PortalKeys } from "../stores/portal-keys.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import type { Captcha } from "./captcha.js";
import { solvedIn } from "./solved-challenge.js";

/** Iterations of one derivation: 0.6 ms of a processor of 2026. */
const COST = 5000;
/** Fewest and most derivations that solve a challenge: about a second. */
const DERIVATIONS = [1200, 2000] as const;
/** Milliseconds for which a challenge may be solved. */
const LASTS = 30 * 60_000;

/**
 * The CAPTCHA of a portal without another one: the browser searches for the number whose derived key the challenge shows the
 * half of. The server derives one key for a challenge, and none for an answer.
 */
export function proofOfWork({
  records,
  keys,
  clock,
}: {
  readonly records: RecordRepository;
  readonly keys: PortalKeys;
  readonly clock: () => number;
}): Captcha {
  const secrets = async () => ({
    hmacSignatureSecret: (await keys.of("captcha")).toString("hex"),
    hmacKeySignatureSecret: (await keys.of("captcha solution")).toString("hex"),
  });
  return {
    async challenge() {
      const challenge = await createChallenge({
        ...(await secrets()),
        algorithm: "PBKDF2/SHA-256",
        cost: COST,
        counter: randomInt(DERIVATIONS[0], DERIVATIONS[1] + 1),
        data: { until: clock() + LASTS },
        deriveKey,
      });
      return JSON.parse(JSON.stringify(challenge)) as JsonObject;
    },
    async verify({ captcha = "" }) {
      const solved = solvedIn(captcha);
      if (solved === undefined) return false;
      const given = await secrets();
      // Before any derivation, and whatever the library checks: only a challenge of this portal is looked at.
      if (!isSigned(solved, given.hmacSignatureSecret)) return false;
      const { until } = solved.challenge.parameters.data;
      if (until <= clock()) return false;
      const { verified } = await verifySolution({ ...solved, ...given, deriveKey });
      if (!verified) return false;
      const id = digestOf(`captcha|${solved.challenge.signature}`);
      // Each solution is good once, at all instances.
      return writeUnlessConflict(records, [
        { put: { kind: "captcha", id, expiresAt: until, version: 1, value: {} } },
      ]);
    },
  };
}

/** Whether the portal has made the challenge: one HMAC over what was signed. */
function isSigned({ challenge }: NonNullable<ReturnType<typeof solvedIn>>, secret: string): boolean {
  const expected = createHmac("sha256", secret).update(challenge.signed).digest();
  const given = Buffer.from(challenge.signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
