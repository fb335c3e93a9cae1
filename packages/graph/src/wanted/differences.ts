import { isMembers, sendable, type Application } from "../directory/application.js";
import type { JsonMembers, JsonValue } from "../client/json-value.js";
import { ownList, ownText } from "../client/own.js";
import type { ChangedField } from "../report/report.js";
import { ADOPTED, isOurTag } from "./tags.js";
import { IDTYP, SIGN_IN_AUDIENCE, type NeededRole, type WantedApplication } from "./wanted-application.js";
import { rolesWith } from "./app-roles.js";

/** A property that must change, as the report shows it and as the body sends it: whole. */
export interface Difference {
  readonly field: ChangedField;
  readonly property: string;
  readonly value: JsonValue;
}

/** What a comparison takes into account besides the application. */
export interface Comparison {
  /** Whether the application was made by other means: its name and its sign-in audience stay. */
  readonly isAdopted: boolean;
  /** Roles that a client needs; undefined for a product. */
  readonly needed?: readonly NeededRole[];
  /** The roles of this instance's products: entries for them that are not needed are removed. */
  readonly ownRoles?: readonly NeededRole[];
}

/** What differs between an application and how it must be. Only what differs is sent. */
export function differencesOf(
  application: Application,
  wanted: WantedApplication,
  comparison: Comparison,
): readonly Difference[] {
  const { isAdopted } = comparison;
  return [
    ...(isAdopted ? [] : plain("displayName", application.displayName, wanted.displayName)),
    ...(isAdopted ? [] : plain("signInAudience", application.signInAudience ?? null, SIGN_IN_AUDIENCE)),
    ...tagDifference(application, wanted, isAdopted),
    ...(wanted.role === undefined
      ? requiredAccessDifference(application, comparison)
      : productDifferences(application, wanted as WantedApplication & { role: object })),
  ];
}

function productDifferences(
  application: Application,
  wanted: WantedApplication & { readonly role: NonNullable<WantedApplication["role"]> },
): readonly Difference[] {
  const { api, identifierUris, appId } = application;
  const version = api["requestedAccessTokenVersion"] ?? null;
  const uri = `api://${appId}`;
  const found: Difference[] = [];
  if (version !== 2)
    found.push({
      field: { name: "requestedAccessTokenVersion", from: version, to: 2 },
      property: "api",
      value: { ...sendable(api), requestedAccessTokenVersion: 2 },
    });
  const roles = rolesWith(application.appRoles, wanted.role);
  if (roles !== undefined)
    found.push({
      field: { name: "appRoles", from: roles.before, to: wanted.role.value },
      property: "appRoles",
      value: roles.after,
    });
  found.push(...claimDifference(application));
  if (!identifierUris.some((one) => one.toLowerCase() === uri))
    found.push({
      field: { name: "identifierUris", from: [...identifierUris], to: [...identifierUris, uri] },
      property: "identifierUris",
      value: [...identifierUris, uri],
    });
  return found;
}

function claimDifference({ optionalClaims }: Application): readonly Difference[] {
  const claims = ownList(optionalClaims, "accessToken").filter(isMembers);
  const present = claims.find((claim) => ownText(claim, "name") === "idtyp");
  const properties = ownList(present, "additionalProperties");
  if (present !== undefined && properties.includes("include_user_token")) return [];
  const others = claims.filter((claim) => claim !== present);
  const value = { ...sendable(optionalClaims ?? {}), accessToken: [...sendable(others), IDTYP] };
  const field = {
    name: "optionalClaims",
    from: present === undefined ? null : "idtyp without users",
    to: "idtyp",
  };
  return [{ field, property: "optionalClaims", value }];
}

// Our tags come at the end, in one order; the tags of other programs keep theirs.
function tagDifference(
  { tags }: Application,
  wanted: WantedApplication,
  isAdopted: boolean,
): readonly Difference[] {
  const ours = [...wanted.tags, ...(isAdopted ? [ADOPTED] : [])];
  const present = tags.filter(isOurTag);
  if (present.length === ours.length && ours.every((tag) => present.includes(tag))) return [];
  const to = [...tags.filter((tag) => !isOurTag(tag)), ...ours];
  return [{ field: { name: "tags", from: [...tags], to }, property: "tags", value: to }];
}

function requiredAccessDifference(
  { requiredResourceAccess }: Application,
  { needed = [], ownRoles = [] }: Comparison,
): readonly Difference[] {
  const entries = requiredResourceAccess.map((entry) => ({
    entry,
    appId: ownText(entry, "resourceAppId")?.toLowerCase() ?? "",
    access: ownList(entry, "resourceAccess").filter(isMembers),
  }));
  const lacks = needed.filter(
    ({ resourceAppId, roleId }) =>
      !entries.some(
        ({ appId, access }) => appId === resourceAppId && access.some((one) => isRole(one, roleId)),
      ),
  );
  const isSurplus = (appId: string, one: JsonMembers): boolean => {
    const names = ({ resourceAppId, roleId }: NeededRole) => resourceAppId === appId && isRole(one, roleId);
    return ownRoles.some(names) && !needed.some(names);
  };
  const surplus = entries.some(({ appId, access }) => access.some((one) => isSurplus(appId, one)));
  if (lacks.length === 0 && !surplus) return [];
  const kept = entries.flatMap(({ entry, appId, access }) => {
    const left = [
      ...access.filter((one) => !isSurplus(appId, one)),
      ...lacks.filter((role) => role.resourceAppId === appId).map(roleEntry),
    ];
    return left.length === 0 ? [] : [{ ...sendable(entry), resourceAccess: sendable(left) }];
  });
  const others = lacks.filter(({ resourceAppId }) => !entries.some(({ appId }) => appId === resourceAppId));
  const added = [...new Set(others.map(({ resourceAppId }) => resourceAppId))].map((appId) => ({
    resourceAppId: appId,
    resourceAccess: others.filter(({ resourceAppId }) => resourceAppId === appId).map(roleEntry),
  }));
  const from = needed.filter((role) => !lacks.includes(role)).map(({ product }) => product);
  const field = { name: "requiredResourceAccess", from, to: needed.map(({ product }) => product) };
  return [{ field, property: "requiredResourceAccess", value: [...kept, ...added] }];
}

const isRole = (entry: JsonMembers, roleId: string): boolean =>
  ownText(entry, "id")?.toLowerCase() === roleId && ownText(entry, "type") === "Role";

const roleEntry = ({ roleId }: NeededRole): JsonMembers => ({ id: roleId, type: "Role" });

function plain(name: string, from: JsonValue, to: JsonValue): readonly Difference[] {
  return from === to ? [] : [{ field: { name, from, to }, property: name, value: to }];
}

/** One body for several differences. */
export const bodyOf = (differences: readonly Difference[]): JsonMembers =>
  Object.fromEntries(differences.map(({ property, value }) => [property, value]));

/** The tags of an application that this program leaves: only those of other programs. */
export const unmarkedTags = (tags: readonly string[]): readonly string[] =>
  tags.filter((tag) => !isOurTag(tag));
