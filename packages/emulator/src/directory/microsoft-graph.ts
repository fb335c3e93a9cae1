import { stableGuid } from "./stable-guid.js";
import type { AppRole } from "./registration.js";

/** Application id of Microsoft Graph, the same in every tenant. */
export const graphAppId = "00000003-0000-0000-c000-000000000000";

/** What clients write before `/.default`: `aud` of Graph's tokens, which are version 1. */
export const graphAudience = "https://graph.microsoft.com";

/** Permissions that the emulator's Graph knows, with Microsoft's role ids ("Microsoft Graph permissions reference"). */
export const graphPermissions: Readonly<Record<string, string>> = {
  "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
  "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
  "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
};

/** Directory roles that the emulator's Graph knows, with Microsoft's template ids: the values of `wids`. */
export const directoryRoles: Readonly<Record<string, string>> = {
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
};

/** Whether a name can be in `graphRoles`. Other permissions of Graph are kept in the token and allow nothing here. */
export function isGraphRole(name: string): boolean {
  return Object.hasOwn(directoryRoles, name) || /^[A-Za-z-]+(\.[A-Za-z]+){1,4}$/.test(name);
}

/** The app role of a permission of Graph. */
export function graphRole(value: string): AppRole {
  const id = Object.hasOwn(graphPermissions, value)
    ? graphPermissions[value]!
    : stableGuid(`graph role:${value}`);
  const text = `Microsoft Graph permission ${value}`;
  return {
    id,
    value,
    displayName: value,
    description: text,
    allowedMemberTypes: ["Application"],
    isEnabled: true,
  };
}
