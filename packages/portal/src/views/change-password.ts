import type { Call, View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import { problemSummary, textField, type FieldProblem, type Filled } from "../html/form.js";
import { html } from "../html/template.js";
import { formPage, notFound, redirect, type Reply } from "../http/reply.js";
import { tooManyAttempts } from "../http/too-many-attempts.js";
import { endAccess } from "../passwords/end-access.js";
import type { PasswordPlace } from "../passwords/password-places.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import type { AttemptLimit } from "../sign-in/attempts.js";
import { DEVICE_COOKIE } from "../sign-in/devices.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { done } from "../texts/done-words.js";
import { newPasswordField } from "./account/new-password-field.js";

/** A session that was left open must not serve to guess the password. */
const CHANGE_ATTEMPTS: AttemptLimit = { what: "password-change", most: 10, period: 900, isPerAddress: false };

/** `/profile/password`: for users who have a password. */
export const changePasswordPage: View<SignedInUser> = async ({ viewer }, portal) =>
  (await hasPassword(viewer, portal)) ? form(portal) : notFound;

/** POST `/profile/password`: changes it, and signs the user out everywhere else. */
export const changePasswordAct: View<SignedInUser> = async (call, portal) => {
  const { viewer } = call;
  if (!(await hasPassword(viewer, portal))) return notFound;
  const given = {
    current: call.form.get("current-password") ?? "",
    next: call.form.get("new-password") ?? "",
  };
  const problems = problemsOf(given, viewer, portal);
  if (problems.length > 0) return form(portal, { problems });
  const place = portal.passwords.place();
  try {
    return await change(given, call, portal, place);
  } finally {
    place.leave();
  }
};

interface Given {
  readonly current: string;
  readonly next: string;
}

const hasPassword = ({ user }: SignedInUser, { passwords }: PortalContext): Promise<boolean> =>
  passwords.has(user.id);

function problemsOf(
  { current, next }: Given,
  { user }: SignedInUser,
  { settings, passwords }: PortalContext,
): readonly FieldProblem[] {
  const ofNext =
    passwords.problemOf(next, { email: user.email, title: settings.title }) ??
    (next.normalize("NFKC") === current.normalize("NFKC")
      ? "Enter a password that is not the current one."
      : undefined);
  return [
    ...(current === "" ? [{ field: "current-password", message: "Enter your current password." }] : []),
    ...(ofNext === undefined ? [] : [{ field: "new-password", message: ofNext }]),
  ];
}

async function change(
  { current, next }: Given,
  call: Call<SignedInUser>,
  portal: PortalContext,
  place: PasswordPlace,
): Promise<Reply> {
  const { user, session } = call.viewer;
  const reserved = await portal.attempts.reserve(CHANGE_ATTEMPTS, user.id);
  if (reserved.wait > 0) return tooManyAttempts(reserved.wait);
  const verified = await portal.passwords.check(user.id, current, place);
  if (verified === undefined)
    return form(portal, {
      problems: [{ field: "current-password", message: "The current password is wrong." }],
    });
  await reserved.forget();
  const changed = await portal.passwords.change(user.id, next, place, verified);
  const { change: audited, stored } = portal.audit.changeOf(eventOf(call, { action: "password-changed" }));
  const mail = portal.mails.queued("password-changed", { user: user.id, data: {} });
  if (!(await writeUnlessConflict(portal.records, [changed, audited, ...mail])))
    return form(portal, {
      problems: [{ field: "current-password", message: "The password was changed meanwhile. Try again." }],
    });
  portal.audit.tell(stored);
  const cookie = portal.cookies.read(call.headers.get("cookie"), DEVICE_COOKIE);
  const device = await portal.devices.find(cookie, user.id);
  await endAccess(user.id, { session: session.id, ...(device && { device: device.id }) }, portal);
  return redirect(portal.to("profile") + done("password-changed"));
}

function form({ to }: PortalContext, filled: Filled = {}): Reply {
  const body = html`${problemSummary(filled)}
    <form method="post" action="${to("profile", "password")}">
      ${textField({ label: "Current password", name: "current-password", type: "password", autocomplete: "current-password" }, filled)}
      ${newPasswordField(filled)}
      <p>You stay signed in here, and are signed out everywhere else.</p>
      <button>Change password</button>
    </form>`;
  const above = { text: "Profile", href: to("profile") };
  return formPage({ h1: "Change password", above, body }, filled);
}
