import type { Call } from "../call.js";
import { digestOf } from "../people/digest.js";
import { basicKeyOf, normalEmail } from "../people/email.js";
import { visitorNetwork } from "../people/network.js";
import { NO_USER, type User } from "../people/users.js";
import { normalPassword } from "../passwords/password-rules.js";
import type { PasswordPlace } from "../passwords/password-places.js";
import type { PortalContext } from "../portal-context.js";
import { BASIC } from "./basic.js";
import { DEVICE_COOKIE, DEVICE_SECONDS } from "./devices.js";
import { enter } from "./enter.js";
import { PASSWORD_ATTEMPTS, passwordCounter } from "./password-attempts.js";
import type { CaptchaProblem } from "../captcha/portal-captcha.js";

/** What came of a sign-in with an e-mail address and a password. */
export type PasswordSignIn =
  | { readonly kind: "entered"; readonly cookies: readonly string[] }
  /** Whether the next attempt needs a CAPTCHA. */
  | { readonly kind: "wrong"; readonly needsCaptcha: boolean }
  | { readonly kind: "captcha"; readonly problem: CaptchaProblem }
  /** Seconds to wait. */
  | { readonly kind: "too-many"; readonly wait: number }
  /** The user is blocked, or being deleted. */
  | { readonly kind: "no-access" };

/** Failures of an account, or of a known browser, after which each attempt needs a solved CAPTCHA. */
const FAILURES_WITHOUT_CAPTCHA = 3;

/**
 * Signs a user in. For an address without an account, the same look-ups, counts and scrypt are done, and the same is written.
 * The attempt is counted before the password is checked, so that guesses sent at the same time do not pass the limit together; a
 * right password forgets the count.
 */
export async function passwordSignIn(
  given: { readonly email: string; readonly password: string },
  call: Call,
  portal: PortalContext,
  place: PasswordPlace,
): Promise<PasswordSignIn> {
  const { email, user } = await accountOf(given.email, portal);
  const cookie = portal.cookies.read(call.headers.get("cookie"), DEVICE_COOKIE);
  const device = await portal.devices.find(cookie, user?.id);
  const counter = await passwordCounter({ email, user, device }, portal);
  const reserved = await portal.attempts.reserve(PASSWORD_ATTEMPTS, counter);
  if (reserved.wait > 0) return { kind: "too-many", wait: reserved.wait };
  if (reserved.used > FAILURES_WITHOUT_CAPTCHA) {
    const problem = await portal.captcha?.problemOf(call.form, call.address);
    if (problem !== undefined) return { kind: "captcha", problem };
  }
  const verified = await portal.passwords.check(user?.id, given.password, place);
  const wrong = { kind: "wrong", needsCaptcha: reserved.used >= FAILURES_WITHOUT_CAPTCHA } as const;
  if (user === undefined || verified === undefined) {
    // A password that no account can have costs nothing to try, and must not fill the audit.
    if (normalPassword(given.password) !== undefined)
      await auditFailure("sign-in-failed", user, call, portal);
    return wrong;
  }
  await reserved.forget();
  const known = await portal.devices.remember(user.id, cookie, device);
  const person = { key: basicKeyOf(email), names: {}, roles: [], groups: [] };
  const entered = await enter(person, BASIC, call, portal, () => known.changes);
  if (!entered.isAdmitted) {
    await auditFailure("sign-in-refused", user, call, portal);
    return { kind: "no-access" };
  }
  // A password that was changed while this one was checked has ended all sessions but this one.
  if (!(await portal.passwords.isStill(user.id, verified))) {
    await portal.sessions.end(digestOf(entered.cookie), {
      remove: { kind: "device", id: digestOf(known.token) },
    });
    return wrong;
  }
  return {
    kind: "entered",
    cookies: [
      portal.cookies.set(entered.cookie),
      portal.cookies.set(known.cookie, { suffix: DEVICE_COOKIE, maxAge: DEVICE_SECONDS }),
    ],
  };
}

/** The account of an e-mail address, by two look-ups in any case. */
async function accountOf(
  text: string,
  { records, users }: PortalContext,
): Promise<{ readonly email: string; readonly user: User | undefined }> {
  const normal = normalEmail(text);
  const email = normal ?? text.slice(0, 254);
  const identity = await records.get("identity", digestOf(basicKeyOf(email)));
  const user = await users.get(identity?.owner ?? NO_USER);
  return { email, user: normal === undefined ? undefined : user };
}

/** The address that was typed is not kept: it may be a password. */
async function auditFailure(
  action: "sign-in-failed" | "sign-in-refused",
  user: User | undefined,
  { address }: Call,
  { audit }: PortalContext,
): Promise<void> {
  const owner = user === undefined ? {} : { owner: user.id };
  await audit.add({ action, target: BASIC, ...owner, ...visitorNetwork(address) });
}
