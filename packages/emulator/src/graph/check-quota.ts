import type { Directory } from "../directory/directory.js";
import type { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";

/** Objects of a tenant, the deleted ones included, so that requests cannot fill the memory. */
const most = 5_000;

/** Refuses another object when the tenant has too many. */
export function checkQuota({
  applications,
  servicePrincipals,
  assignments,
}: Directory): GraphRefusal | undefined {
  const count = applications.size + servicePrincipals.size + assignments.size;
  return count >= most ? graphRefusals.quota() : undefined;
}
