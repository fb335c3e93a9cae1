import type { ApplicationJob, StoredApplication } from "@product-auth/core/clients";
import { pagesOf } from "../stores/pages-of.js";
import type { PortalApplications } from "./portal-applications.js";

const PAGE = 1000;

/** All applications, or those of one owner. */
export async function allApplications(
  { administration }: Pick<PortalApplications, "administration">,
  query: { readonly ownerId?: string } = {},
): Promise<readonly StoredApplication[]> {
  const all: StoredApplication[] = [];
  for await (const { items } of pagesOf((from) => administration.list({ ...query, limit: PAGE, ...from })))
    all.push(...items);
  return all;
}

/** All jobs that are not done, or those of one owner or one application. */
export async function allJobs(
  { administration }: Pick<PortalApplications, "administration">,
  query: { readonly ownerId?: string; readonly clientId?: string } = {},
): Promise<readonly ApplicationJob[]> {
  const all: ApplicationJob[] = [];
  for await (const { items } of pagesOf((from) => administration.jobs({ ...query, limit: PAGE, ...from })))
    all.push(...items);
  return all;
}

/** Whether a job makes an application that is not there yet. */
export const isRegistering = ({ kind, state }: ApplicationJob): boolean =>
  kind === "register" && state !== "done";
