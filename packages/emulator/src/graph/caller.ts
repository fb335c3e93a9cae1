import { type Authority, issuerOf } from "../authority.js";
import { directoryRoles, graphAppId, graphAudience } from "../directory/microsoft-graph.js";
import { readGraphToken } from "../tokens/graph-token.js";
import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";

/** What a caller may do with objects of a kind: with all, with those it owns, or with none. */
export type Reach = "all" | "owned" | "none";

/** The application that calls Graph. */
export interface Caller {
  /** Object id of its service principal. */
  readonly principalId: string;
  readonly readApplications: Reach;
  readonly writeApplications: Reach;
  readonly readAssignments: Reach;
  /** Whether it may assign roles: of every resource, of every resource but Graph, or of none. */
  readonly assign: "all" | "others" | "none";
}

/** Reads the bearer token: who calls, and with which permissions ("Microsoft Graph permissions reference"). */
export function readCaller(authority: Authority, authorization: string | undefined): Caller | GraphRefusal {
  const { directory, issuerOrigin, clock } = authority;
  const [, token = ""] = /^bearer +([\w.~+/=-]{1,16384}) *$/i.exec(authorization ?? "") ?? [];
  if (token === "") return graphRefusals.tokenInvalid("Access token is empty.");
  const claims = readGraphToken(authority, token);
  if (claims === undefined) return graphRefusals.tokenInvalid(notVerified(token));
  const { aud, iss, exp, nbf, oid, roles, wids } = claims;
  if (aud !== graphAudience && aud !== `${graphAudience}/` && aud !== graphAppId)
    return graphRefusals.tokenInvalid("Access token validation failure. Invalid audience.");
  if (iss !== issuerOf(issuerOrigin, directory.tenantId, 1) || typeof oid !== "string")
    return graphRefusals.tokenInvalid("Access token validation failure. Invalid issuer.");
  const now = clock.now() / 1000;
  if (typeof exp !== "number" || exp <= now)
    return graphRefusals.tokenInvalid("Lifetime validation failed, the token is expired.");
  if (typeof nbf === "number" && nbf > now + 300)
    return graphRefusals.tokenInvalid("Lifetime validation failed, the token is not yet valid.");
  return { principalId: oid, ...permissionsOf(texts(roles), texts(wids)) };
}

function notVerified(token: string): string {
  if (!token.includes(".")) return "CompactToken parsing failed with error code: 80049217";
  return "Access token validation failure. Invalid audience, or the signature is invalid.";
}

function permissionsOf(
  roles: readonly string[],
  wids: readonly string[],
): Pick<Caller, "readApplications" | "writeApplications" | "readAssignments" | "assign"> {
  const administers = Object.values(directoryRoles).some((id) => wids.includes(id));
  const owns = roles.includes("Application.ReadWrite.OwnedBy");
  const writesAll = administers || roles.includes("Application.ReadWrite.All");
  const readsAll = writesAll || roles.includes("Application.Read.All");
  const assignsAll = roles.includes("AppRoleAssignment.ReadWrite.All");
  const reach = (all: boolean): Reach => (all ? "all" : owns ? "owned" : "none");
  return {
    readApplications: reach(readsAll),
    writeApplications: reach(writesAll),
    readAssignments: reach(readsAll || assignsAll),
    assign: assignsAll ? "all" : administers ? "others" : "none",
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Refuses an object that is out of reach. `owners`: object ids; undefined for a check before an object is known. */
export function checkReach(
  reach: Reach,
  { principalId }: Caller,
  owners?: ReadonlySet<string>,
): GraphRefusal | undefined {
  if (reach === "none") return graphRefusals.denied();
  if (reach === "owned" && owners !== undefined && !owners.has(principalId)) return graphRefusals.denied();
  return undefined;
}
