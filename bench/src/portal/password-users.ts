/** Users of the portal, and as many addresses without an account. */
export const USERS = 200;

/** Password of all of them. */
export const PASSWORD = "purple monkey dishwasher";

/** An address with or without an account; both are of one length. */
export const emailOf = (kind: "known" | "other", i: number): string => `${kind}-${1000 + i}@contoso.example`;
