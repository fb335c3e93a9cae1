import { shortMoment } from "../../output/short-moment.js";
import { jsonText } from "../../output/json-text.js";
import { printable } from "../../printable.js";
import { invitationFrom } from "../arguments/read-invitation.js";
import type { Order } from "../arguments/users-form.js";
import type { Work } from "../desk.js";
import { documentOf } from "../output/user-document.js";
import { userPage } from "../output/user-text.js";
import { Refused } from "../refusals.js";

/** Makes an invitation and prints its link. Stdout has the link and nothing else. */
export function inviteUser(order: Order): Work {
  const wanted = invitationFrom(order);
  return async function invite(desk) {
    const { records, users, program, io, audit, clock } = desk;
    const known = await users.findByEmail(wanted.email.trim().normalize("NFKC").toLowerCase());
    if (known !== undefined && known.state !== "deleted") {
      if (!order.flags.has("administrator"))
        throw new Refused(`a user with this address exists: ${known.id}`);
      if (known.state === "blocked")
        throw new Refused(`the user is blocked: product-auth users unblock ${known.id}`);
      const user = documentOf(await users.setGroups(known.id, [...known.groups, ...wanted.groups]));
      io.stderr.write(
        "The user exists, and is an administrator from now on. The page to sign in has a link for a new password.\n",
      );
      io.stdout.write(order.flags.has("json") ? `${jsonText({ user }, 2)}\n` : userPage(user));
      return 0;
    }
    const { link, expiresAt } = await program.inviteUser(wanted, {
      records,
      publicUrl: wanted.publicUrl,
      onAudit: audit.write,
      clock,
    });
    const expires = new Date(expiresAt).toISOString();
    io.stderr.write(
      printable(
        `The link for ${wanted.email} makes an account once, until ${shortMoment(expires)}. It was not sent.`,
      ) + "\n",
    );
    const { email, groups } = wanted;
    io.stdout.write(
      order.flags.has("json") ? `${jsonText({ email, groups, link, expires }, 2)}\n` : `${link}\n`,
    );
    return 0;
  };
}
