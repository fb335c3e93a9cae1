import type { ClientAdministration } from "@product-auth/core/clients";

/** Whether the option `applications` is the administration itself, and not an object with it and settings. */
export const isAdministration = (value: unknown): value is ClientAdministration =>
  typeof value === "object" && value !== null && "register" in value;
