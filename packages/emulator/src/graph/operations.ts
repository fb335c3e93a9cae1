import type { GraphOperation } from "../server/graph-faults.js";
import { createApplication, updateApplication, upsertApplication } from "./applications/write-application.js";
import { deleteApplication, getApplication, listApplicationObjects } from "./applications/applications.js";
import { addPassword, removePassword } from "./applications/passwords.js";
import { createAssignment, deleteAssignment, getAssignment, listAssignmentObjects } from "./assignments.js";
import { getDeleted, listDeleted, purgeDeleted, restoreDeleted } from "./deleted-items.js";
import type { Operation } from "./graph-call.js";
import {
  createServicePrincipal,
  updateServicePrincipal,
  upsertServicePrincipal,
} from "./service-principals/write-service-principal.js";
import {
  deleteServicePrincipal,
  getServicePrincipal,
  listServicePrincipalObjects,
} from "./service-principals/service-principals.js";

/** Every operation by name. */
export const operations: Readonly<Record<GraphOperation, Operation>> = {
  listApplications: listApplicationObjects,
  getApplication,
  createApplication,
  updateApplication,
  upsertApplication,
  deleteApplication,
  addPassword,
  removePassword,
  listServicePrincipals: listServicePrincipalObjects,
  getServicePrincipal,
  createServicePrincipal,
  updateServicePrincipal,
  upsertServicePrincipal,
  deleteServicePrincipal,
  listAssignments: listAssignmentObjects,
  getAssignment,
  createAssignment,
  deleteAssignment,
  listDeleted,
  getDeleted,
  restoreDeleted,
  purgeDeleted,
};
