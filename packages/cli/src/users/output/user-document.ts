import type { UserChange, UserWork } from "@product-auth/portal";

type User = UserChange["user"];

/** A user as machines read it; dates are texts in ISO 8601. */
export interface UserDocument {
  readonly id: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly state: User["state"];
  /** Groups that administrators gave. */
  readonly groups: readonly string[];
  readonly registrationDate: string;
}

/** An identity with which a user signs in. */
export interface IdentityDocument {
  readonly provider: string;
  readonly lastSignIn?: string;
}

/** What is left to do for the subscriptions and applications of a user. */
export type WorkDocument = Pick<UserWork, "done" | "total" | "problem">;

/** What is shown of a user. */
export function documentOf({ version: _, registrationDate, ...user }: User): UserDocument {
  return { ...user, registrationDate: new Date(registrationDate).toISOString() };
}

export const workDocumentOf = ({ done, total, problem }: UserWork): WorkDocument => ({
  done,
  total,
  ...(problem !== undefined && { problem }),
});

/** The name of a user in a sentence. */
export const nameOf = ({ id, email, firstName, lastName }: Omit<UserDocument, "groups">): string =>
  `${firstName} ${lastName}`.trim() || (email ?? id);
