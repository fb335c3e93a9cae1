import type { PortalSettings } from "../options/settings.js";
import { ADMINISTRATORS } from "./viewer.js";

/** The groups that administrators give: those of the portal, and Administrators. */
export const givenGroups = ({
  groups,
}: Pick<PortalSettings, "groups">): readonly { readonly value: string; readonly label: string }[] => [
  { value: ADMINISTRATORS, label: "Administrators" },
  ...groups.map(({ name, displayName }) => ({ value: name, label: displayName })),
];
