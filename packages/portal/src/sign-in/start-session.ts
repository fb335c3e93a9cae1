import type { RecordChange } from "@product-auth/core/records";
import type { PortalEvent } from "../audit/portal-event.js";
import type { Call } from "../call.js";
import { agentFamilyOf } from "../people/agent-family.js";
import { visitorNetwork } from "../people/network.js";
import { displayNameOf, type User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { rightsOf } from "./rights-of.js";
import type { SignedIn } from "./sign-in-provider.js";

/** A session that must be written. */
export interface StartedSession {
  /** Value of its cookie, which exists nowhere else. */
  readonly cookie: string;
  readonly changes: readonly RecordChange[];
  /** For `audit.tell`, after the write. */
  readonly events: readonly PortalEvent[];
}

/** A session for a user, with its events. The session that the browser had ends; its cookie is never used again. */
export function startSession(
  { user, isNew, provider }: { readonly user: User; readonly isNew: boolean; readonly provider: string },
  person: Pick<SignedIn, "roles" | "groups">,
  { viewer, headers, address }: Pick<Call, "viewer" | "headers" | "address">,
  { sessions, settings, audit }: Pick<PortalContext, "sessions" | "settings" | "audit">,
): StartedSession {
  const from = visitorNetwork(address);
  const { cookie, change } = sessions.create({
    userId: user.id,
    provider,
    ...rightsOf(person, settings),
    agent: agentFamilyOf(headers.get("user-agent")),
    ...from,
  });
  const about = { actor: user.id, owner: user.id, target: provider, ...from };
  const audited = [
    ...(isNew ? [{ action: "user-created" as const, ...about, name: displayNameOf(user) }] : []),
    { action: "sign-in" as const, ...about },
  ].map((event) => audit.changeOf(event));
  const ended = viewer.kind === "user" ? [sessions.ending(viewer.session.id)] : [];
  return {
    cookie,
    changes: [change, ...ended, ...audited.map((each) => each.change)],
    events: audited.map(({ stored }) => stored),
  };
}
