import type { ApplicationJob, StoredApplication } from "@product-auth/core/clients";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalApplications } from "./portal-applications.js";

// What records take as an id. Other texts are not looked up.
const ID = /^[A-Za-z0-9._:~-]{1,128}$/;

/** An application of the viewer, by its client id; undefined for one that does not exist or belongs to another user. */
export async function ownApplication(
  id: string | undefined,
  { user }: SignedInUser,
  applications: PortalApplications,
): Promise<StoredApplication | undefined> {
  const application = await anyApplication(id, applications);
  return application?.ownerId === user.id ? application : undefined;
}

/** An application of any user. */
export async function anyApplication(
  id: string | undefined,
  { administration }: PortalApplications,
): Promise<StoredApplication | undefined> {
  // One application has one address: ids are in lower case.
  return id === undefined || !ID.test(id) || id !== id.toLowerCase() ? undefined : administration.get(id);
}

/** A job of any user. */
export async function anyJob(
  id: string | undefined,
  { administration }: PortalApplications,
): Promise<ApplicationJob | undefined> {
  return id === undefined || !ID.test(id) ? undefined : administration.job(id);
}

/** Whether an application may get tokens and secrets: neither it nor its owner is suspended. */
export const isActive = ({ state, ownerState = "active" }: StoredApplication): boolean =>
  (state === "active" || state === "approved") && ownerState === "active";
