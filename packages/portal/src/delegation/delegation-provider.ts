/** Name of the provider in sessions, identities and the audit, for users whom the site signs in. */
export const DELEGATION = "delegation";

/** Key of the identity that such a user has. */
export const delegationKeyOf = (userId: string): string => `${DELEGATION}|${userId}`;
