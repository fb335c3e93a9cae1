import { GraphFailure } from "../client/graph-failure.js";
import type { Application, PasswordCredential } from "../directory/application.js";
import { activeOf, type AddedPassword, type PasswordWriter } from "./password-writer.js";

/** Secrets that a client may have at a time: the one in use, and its successor. */
const MOST_ACTIVE = 2;
/** Tries after lost answers; each is preceded by waits that grow. */
const MOST_TRIES = 10;

/** A secret, and the application as it is with it. */
export interface Added {
  readonly application: Application;
  readonly password: AddedPassword;
}

/** What adding a secret needs. */
export interface AddTools {
  readonly passwords: PasswordWriter;
  readonly clock: () => number;
}

/** The secret to add. */
export interface AddWish {
  /** Names the operation: entries with this name are an earlier try. */
  readonly displayName: string;
  readonly endOf: (start: Date) => Date;
}

/**
 * Removes what an earlier try with this name has added, then adds: at most one secret of the operation is left. `tooMany`: the
 * active secrets that leave no room for another.
 */
export async function addOnce(
  { passwords, clock }: AddTools,
  found: Application,
  at: string,
  { displayName, endOf }: AddWish,
): Promise<Added | { readonly tooMany: readonly PasswordCredential[] }> {
  let application = found;
  for (let tries = 1; ; tries++) {
    application = await passwords.read(application, at);
    const earlier = application.passwordCredentials.filter((one) => one.displayName === displayName);
    for (const { keyId } of earlier) await passwords.remove(application.id, keyId, at);
    const active = activeOf(
      application.passwordCredentials.filter((one) => !earlier.includes(one)),
      clock(),
    );
    if (active.length >= MOST_ACTIVE) return { tooMany: active };
    const start = new Date(clock());
    const password = await passwords.add(application.id, { displayName, start, end: endOf(start) }, at);
    if (password === "lost") {
      if (tries < MOST_TRIES) continue;
      throw new GraphFailure({ reason: "unavailable", call: "POST /applications/{id}/addPassword" });
    }
    // Two rotations at the same time: each saw the state before the other's. The one that reads too many withdraws.
    const after = await passwords.read(application, at);
    const others = activeOf(
      after.passwordCredentials.filter(({ keyId }) => keyId !== password.keyId),
      clock(),
    );
    if (others.length < MOST_ACTIVE) return { application: after, password };
    await passwords.remove(application.id, password.keyId, at);
    return { tooMany: others };
  }
}
