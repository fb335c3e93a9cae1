import type {
  ApplicationJob,
  ApplicationProduct,
  JobStep,
  StoredApplication,
} from "@product-auth/core/clients";

/** Shown when an owner has as many applications as the portal allows. */
export const APPLICATION_LIMIT_REACHED = "You've reached maximum number of applications.";

export const SELF_REGISTRATION_OFF = "Administrators register applications.";

export const TWO_SECRETS = "An application has at most two client secrets.";

export const SECRETS_UNKNOWN = "Secrets cannot be listed at the moment.";

/** The state of an application: word and class of its badge. */
export function applicationState({ state, ownerState = "active" }: StoredApplication): {
  readonly words: string;
  readonly badge: string;
} {
  if (state === "rejected") return { words: "Suspended", badge: "suspended" };
  if (ownerState !== "active") return { words: "Owner blocked", badge: "suspended" };
  return state === "pending"
    ? { words: "Waiting for approval", badge: "submitted" }
    : { words: "Active", badge: "active" };
}

/** Whether a link between application and product waits, is approved or was rejected. */
export const LINK_WORDS: Readonly<Record<ApplicationProduct["state"], string>> = {
  approved: "Approved",
  pending: "Waiting for approval",
  rejected: "Rejected",
};

/** A step of a job. `product`: names products. */
export function stepWords({ name, product }: JobStep, productName: (name: string) => string): string {
  switch (name) {
    case "application":
      return "Registration in Microsoft Entra ID";
    case "link":
      return `Permission for ${productName(product ?? "")}`;
    case "unlink":
      return `Removal of the permission for ${productName(product ?? "")}`;
    case "record":
      return "Entry in the portal";
    case "secrets":
      return "Removal of the client secrets";
    case "restore":
      return "Access";
    case "remove":
      return "Removal from Microsoft Entra ID";
  }
}

export const STEP_STATES: Readonly<Record<JobStep["state"], string>> = {
  open: "Open",
  running: "In progress",
  done: "Done",
};

/** Why a registration has not gone on, for its owner. Details are for operators. */
export function delayWords({ state, problem }: ApplicationJob): string | undefined {
  if (problem === undefined) return undefined;
  if (problem.reason === "manual") return "An administrator completes the registration in the Entra portal.";
  if (state === "stopped") return "The application cannot be registered at the moment.";
  return problem.reason === "not-ready"
    ? "Microsoft Entra ID does not show everywhere yet what was made. The registration goes on by itself."
    : "Microsoft Entra ID cannot be reached at the moment. The registration goes on by itself.";
}

/** What keeps the identity of the provisioning from registering applications (entra.md, section 5.1). */
export const MISSING_PERMISSION =
  "The identity that registers applications lacks the directory role Application Administrator, or Application.ReadWrite.OwnedBy and AppRoleAssignment.ReadWrite.All.";
