import type { User } from "../directory/directory.js";
import type { Stranger, Users } from "../directory/users.js";

/** The social identity providers of a user flow, by the `idp` of their guests. */
export const SOCIAL: ReadonlyMap<string, string> = new Map([
  ["google.com", "Google"],
  ["facebook.com", "Facebook"],
]);

/** Creates the account that a form asks for, or says what is wrong with the form. */
export function readStranger(
  users: Users,
  form: URLSearchParams,
): { user: User } | { entered: Stranger; problem: string } {
  const field = (name: string): string => (form.get(name) ?? "").trim();
  const entered = { email: field("email"), givenName: field("given_name"), surname: field("surname") };
  const idp = SOCIAL.has(field("create")) ? field("create") : undefined;
  const problem = problemOf(entered);
  if (problem !== undefined) return { entered: shortened(entered), problem };
  const user = users.signUp({ ...entered, idp });
  return user === undefined
    ? { entered, problem: "There is an account with this e-mail address already." }
    : { user };
}

function problemOf({ email, givenName, surname }: Stranger): string | undefined {
  if (email.length > 254 || /\p{Cc}/u.test(email) || !/^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+$/.test(email))
    return "Enter an e-mail address, such as megan@example.com.";
  if (givenName.length > 64 || surname.length > 64 || /\p{Cc}/u.test(`${givenName}${surname}`))
    return "Enter names of at most 64 characters.";
  return undefined;
}

function shortened({ email, givenName, surname }: Stranger): Stranger {
  return { email: email.slice(0, 254), givenName: givenName.slice(0, 64), surname: surname.slice(0, 64) };
}
