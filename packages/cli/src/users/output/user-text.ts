import { factLines } from "../../output/fact-lines.js";
import { shortMoment } from "../../output/short-moment.js";
import { table } from "../../output/table.js";
import { nameOf, type IdentityDocument, type UserDocument, type WorkDocument } from "./user-document.js";

/** Many users as a table for people. */
export function userTable(users: readonly UserDocument[]): string {
  if (users.length === 0) return "There are no such users.\n";
  return table(
    ["ID", "STATE", "NAME", "E-MAIL", "GROUPS", "REGISTERED"],
    users.map((user) => [
      user.id,
      user.state,
      nameOf(user),
      user.email ?? "",
      user.groups.join(", "),
      shortMoment(user.registrationDate),
    ]),
  );
}

/** One user for people, a line for each thing known. */
export const userPage = (
  user: UserDocument,
  {
    identities = [],
    work,
  }: { readonly identities?: readonly IdentityDocument[]; readonly work?: WorkDocument } = {},
): string =>
  factLines([
    ["id", user.id],
    ["state", user.state],
    ["name", `${user.firstName} ${user.lastName}`.trim()],
    ["e-mail", user.email && `${user.email}${user.emailVerified ? ", verified" : ""}`],
    ["groups", user.groups.join(", ")],
    ["registered", shortMoment(user.registrationDate)],
    ...identities.map(({ provider, lastSignIn }) => ["sign-in", identityText(provider, lastSignIn)] as const),
    ["left to do", work && leftText(work)],
  ]);

const identityText = (provider: string, lastSignIn: string | undefined) =>
  lastSignIn === undefined ? provider : `${provider}, last ${shortMoment(lastSignIn)}`;

/** How far the work on what a user owns has come. */
export function leftText({ done, total, problem }: WorkDocument): string {
  const how =
    total === 0
      ? "no subscription or application has followed yet"
      : `${done} of ${total} subscriptions and applications have followed`;
  return problem === undefined ? how : `${how}: ${problem}`;
}
