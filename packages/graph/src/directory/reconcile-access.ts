import { bodyOf, differencesOf } from "../wanted/differences.js";
import { isOurTag } from "../wanted/tags.js";
import type { NeededRole } from "../wanted/wanted-application.js";
import type { Application } from "./application.js";
import { DirectoryWriter } from "./writes.js";

/** A role that a client's registration gains, or loses. */
export interface AccessChange {
  readonly needed?: NeededRole;
  readonly surplus?: NeededRole;
}

/** Tries after a conflict with another caller. */
const TRIES = 4;

/** Adds one role to `requiredResourceAccess` of a client, or takes it out. All other entries stay. */
export async function reconcileAccess(
  writer: DirectoryWriter,
  application: Application,
  at: string,
  { needed, surplus }: AccessChange,
): Promise<void> {
  let current = application;
  for (let tries = 1; ; tries++) {
    const { displayName, tags } = current;
    // Compared with itself but for the one entry.
    const wanted = {
      kind: "client",
      name: "",
      at,
      uniqueName: "",
      displayName,
      tags: tags.filter(isOurTag),
      products: [],
    } as const;
    const differences = differencesOf(current, wanted, {
      isAdopted: false,
      needed: needed === undefined ? [] : [needed],
      ownRoles: surplus === undefined ? [] : [surplus],
    }).filter(({ property }) => property === "requiredResourceAccess");
    if (differences.length === 0) return;
    const answer = await writer.patchApplication(
      current.id,
      bodyOf(differences),
      at,
      DirectoryWriter.isConflict,
    );
    if (answer.status < 300) return;
    if (tries === TRIES) throw writer.refusal(current, answer);
    current = await writer.again(current, at);
  }
}
