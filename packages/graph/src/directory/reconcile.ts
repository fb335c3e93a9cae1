import { graphErrorOf, isTaken } from "../client/graph-error.js";
import type { Patience } from "../client/patience.js";
import { rolesDisabled } from "../wanted/app-roles.js";
import { bodyOf, differencesOf, type Comparison } from "../wanted/differences.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import type { Application } from "./application.js";
import { DirectoryWriter } from "./writes.js";

/**
 * Brings an application to how it must be. Sends only what differs, arrays whole. After a conflict it is read and compared
 * again, so that the change of another caller is not overwritten.
 */
export async function reconcile(
  writer: DirectoryWriter,
  application: Application,
  wanted: WantedApplication,
  comparison: Comparison,
  patience: Patience,
): Promise<Application> {
  const { at, role } = wanted;
  let current = application;
  for (;;) {
    const disabled = role === undefined ? undefined : mustDisable(current, wanted);
    const differences = differencesOf(current, wanted, comparison);
    if (differences.length === 0) return current;
    const body = disabled === undefined ? bodyOf(differences) : { appRoles: disabled };
    const uri = `api://${current.appId}`;
    const answer = await writer.patchApplication(
      current.id,
      body,
      at,
      (error) => DirectoryWriter.isConflict(error) || isTaken(error, "identifierUris"),
    );
    if (answer.status < 300) {
      if (role !== undefined && "appRoles" in body) writer.made(role.id);
      current = { ...current, ...body };
    } else if (isTaken(graphErrorOf(answer), "identifierUris")) {
      current = await writer.refuseForeignUri(current, uri, at);
    } else {
      if (!(await DirectoryWriter.mayRepeat(patience, at))) throw writer.refusal(current, answer);
      current = await writer.again(current, at);
    }
  }
}

function mustDisable(
  { appRoles }: Application,
  { role }: WantedApplication,
): ReturnType<typeof rolesDisabled> {
  return role === undefined ? undefined : rolesDisabled(appRoles, role);
}
