import { eventOf } from "../../audit/visitor-act.js";
import type { View } from "../../call.js";
import { html } from "../../html/template.js";
import { json, page } from "../../http/reply.js";
import { tooManyAttempts } from "../../http/too-many-attempts.js";
import { keptDataOf } from "../../people/kept-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { AttemptLimit } from "../../sign-in/attempts.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";

/** A file reads all that a user has. */
const DOWNLOADS: AttemptLimit = { what: "data", most: 10, period: 3600, isPerAddress: false };

/** `/profile/data`: what the file holds, and the button for it. After a recent sign-in. */
export const ownDataPage: View<SignedInUser> = (call, portal) =>
  signInAgain(call, portal) ??
  page({
    h1: "Download my data",
    above: { text: "Profile", href: portal.to("profile") },
    body: html`<p>
        The file holds all that the portal keeps about you, as JSON: your profile, how you sign in, sessions,
        subscriptions${portal.applications !== undefined && ", applications"} and your activity. Keys, secrets
        and passwords are not in it: the portal cannot read them.
      </p>
      <form method="post" action="${portal.to("profile", "data")}">
        <button>Download my data</button>
      </form>`,
  });

/** POST `/profile/data`: the file. It is a POST, because other sites can open a page but not send a form; the audit notes it. */
export const ownDataAct: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const { id } = call.viewer.user;
  const wait = await portal.attempts.take(DOWNLOADS, id);
  if (wait > 0) return tooManyAttempts(wait);
  const data = { date: new Date(call.now).toISOString(), ...(await keptDataOf(id, portal)) };
  await portal.audit.add(eventOf(call, { action: "data-downloaded" }));
  return { ...json(data), file: "my-data.json" };
};
