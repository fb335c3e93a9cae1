import { linkTo } from "../mail/link-to.js";
import type { PortalContext } from "../portal-context.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { hasAdministrator } from "./administrators.js";
import { ADMINISTRATORS } from "./viewer.js";

const RECORD = { kind: "setting", id: "first-administrator" } as const;
/** Milliseconds within which instances that start together offer one link. */
const TOGETHER = 60_000;

/**
 * In a portal without an administrator, offers a link by which one person becomes the first administrator: once, within 24 hours. Never
 * is it the first user who signs in. A link that was offered at an earlier start ends. Never rejects.
 */
export async function offerFirstAdministrator(
  portal: PortalContext,
  offer: (link: string) => void,
): Promise<void> {
  const { records, settings, tickets } = portal;
  if (settings.administratorRoles.length > 0) return;
  try {
    if (await hasAdministrator(records)) return;
    const last = await records.get(RECORD.kind, RECORD.id);
    const now = settings.clock();
    const at = Number(last?.value["at"] ?? -Infinity);
    if (at <= now && now - at < TOGETHER) return;
    const turn = { ...RECORD, version: (last?.version ?? 0) + 1, value: { at: now } };
    if (!(await writeUnlessConflict(records, [{ put: turn }]))) return; // another instance offers it
    const ticket = await tickets.issue({ purpose: "administrator", groups: [ADMINISTRATORS] });
    offer(linkTo(portal, ["welcome"], { ticket }));
  } catch (cause) {
    portal.reportProblem({ reference: "first-administrator", status: 503, cause });
  }
}

/** For the terminal in which the portal starts. */
export function printFirstAdministrator(link: string): void {
  process.stderr.write(
    `The developer portal has no administrator yet. Open this link within 24 hours to become its administrator; it works once:\n${link}\n`,
  );
}
