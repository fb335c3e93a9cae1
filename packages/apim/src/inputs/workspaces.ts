import type { Resource } from "../configuration/resource.js";
import type { HoldingFinding } from "../report/holding-finding.js";

/**
 * Takes out what belongs to workspaces, with one finding for each workspace and place. A workspace has its own documents
 * between the service and its APIs, and names that may stand in the service again; without them its APIs stay closed.
 */
export function withoutWorkspaces(resources: readonly Resource[]): {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
} {
  const lost = new Map<string, HoldingFinding>();
  const kept = resources.filter(({ type, names, at }) => {
    if (type !== "workspaces" && !type.startsWith("workspaces/")) return true;
    const [file = at] = at.split("#");
    lost.set(JSON.stringify([names[0], file]), lostWorkspace(file));
    return false;
  });
  return { resources: kept, findings: [...lost.values()] };
}

/** The finding about a workspace at a place. */
export const lostWorkspace = (at: string): HoldingFinding => ({
  severity: "lost",
  code: "workspace",
  at,
  text: "Workspaces are not imported: products, APIs and policies of this one are left out.",
  holds: [],
});
