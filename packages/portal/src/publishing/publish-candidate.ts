import { ConfigurationError } from "@product-auth/core";
import type { PortalEvent } from "../audit/portal-event.js";
import type { PortalContext } from "../portal-context.js";
import { candidateOf } from "./candidate.js";
import { publishAudited, type PublishedFile } from "./publish-file.js";

/** Publishes what the program has: its settings file as it is now, or its options. */
export async function publishCandidate(
  portal: PortalContext,
  onAudit: ((event: PortalEvent) => void) | undefined,
): Promise<PublishedFile> {
  const { editions, records, settings: portalSettings } = portal;
  await editions.look();
  const { settings, problems, changes, isNew } = candidateOf(portal);
  if (problems.length > 0) throw new ConfigurationError(problems, "The settings cannot be published");
  const expected = editions.published?.version ?? 0;
  if (!isNew) return { number: expected, isPublished: false, changes };
  const now = portalSettings.clock();
  const number = await publishAudited(settings, { records, expected, now, onAudit });
  await editions.look();
  return { number, isPublished: true, changes };
}
