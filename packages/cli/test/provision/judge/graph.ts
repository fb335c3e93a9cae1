import { addPassword, removePassword } from "./secrets.js";
import {
  deleteApplication,
  findApplication,
  listApplications,
  patchApplication,
  upsertApplication,
} from "./applications.js";
import { badRequest, type Answer, type Call } from "./call.js";
import { listBin, purge, restore } from "./bin.js";
import {
  assign,
  findPrincipal,
  listAssigned,
  patchPrincipal,
  unassign,
  upsertPrincipal,
} from "./principals.js";
import type { Judge } from "./judge.js";

type Handler = (call: Call, judge: Judge, ...parts: string[]) => Answer;

/** The calls of provision.md §4, and no others. */
const ROUTES: readonly [string, RegExp, Handler][] = [
  ["GET", /^\/applications$/, listApplications],
  ["GET", /^\/applications(?:\/([^/(]+)|\((appId|uniqueName)='([^']+)'\))$/, findApplication],
  ["PATCH", /^\/applications\(uniqueName='([^']+)'\)$/, upsertApplication],
  ["PATCH", /^\/applications\/([^/(]+)$/, patchApplication],
  ["DELETE", /^\/applications\/([^/(]+)$/, deleteApplication],
  ["POST", /^\/applications\/([^/(]+)\/addPassword$/, addPassword],
  ["POST", /^\/applications\/([^/(]+)\/removePassword$/, removePassword],
  ["GET", /^\/servicePrincipals(?:\/([^/(]+)|\((appId)='([^']+)'\))$/, findPrincipal],
  ["PATCH", /^\/servicePrincipals\(appId='([^']+)'\)$/, upsertPrincipal],
  ["PATCH", /^\/servicePrincipals\/([^/(]+)$/, patchPrincipal],
  ["GET", /^\/servicePrincipals\/([^/(]+)\/appRoleAssignedTo$/, listAssigned],
  ["POST", /^\/servicePrincipals\/([^/(]+)\/appRoleAssignedTo$/, assign],
  ["DELETE", /^\/servicePrincipals\/([^/(]+)\/appRoleAssignedTo\/([^/]+)$/, unassign],
  ["GET", /^\/directory\/deletedItems\/microsoft\.graph\.(application|servicePrincipal)$/, listBin],
  ["POST", /^\/directory\/deletedItems\/([^/]+)\/restore$/, restore],
  ["DELETE", /^\/directory\/deletedItems\/([^/]+)$/, purge],
];

export function answerGraph(call: Call, judge: Judge): Answer {
  for (const [method, pattern, handler] of ROUTES) {
    const parts = method === call.method ? pattern.exec(call.path) : null;
    if (parts !== null) return handler(call, judge, ...parts.slice(1).map((part) => part ?? ""));
  }
  judge.violation("§4 has no such call", call);
  throw badRequest(`Resource not found for the segment '${call.path}'.`, "BadRequest");
}
