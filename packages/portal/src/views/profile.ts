import type { Call, View } from "../call.js";
import { problemSummary, textField, type FieldProblem, type Filled } from "../html/form.js";
import { termList } from "../html/table.js";
import { html, type Html } from "../html/template.js";
import { formPage, redirect, type Reply } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { LONGEST_NAME, type User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { done, doneStatus } from "../texts/done-words.js";
import { hasUnshown, isVisible } from "../texts/text-problem.js";
import { groupNamesOf } from "./group-names.js";
import { identityData, identityTable } from "./identities.js";
import { linkLinks } from "./link-identity.js";

/** `/profile`: the names of the user, and what the portal knows of them. */
export const profilePage: View<SignedInUser> = ({ viewer, query }, portal) =>
  profile(viewer, portal, {}, doneStatus(query));

/** POST `/profile`: changes the names. */
export const saveProfile: View<SignedInUser> = async (call, portal) => {
  const { form, viewer } = call;
  const values = { "first-name": form.text("first-name"), "last-name": form.text("last-name") };
  const problems = problemsOf(values);
  if (problems.length > 0) return profile(viewer, portal, { values, problems });
  const names = { firstName: values["first-name"], lastName: values["last-name"] };
  const { user } = viewer;
  if (names.firstName !== user.firstName || names.lastName !== user.lastName) await save(names, call, portal);
  return redirect(portal.to("profile") + done("saved"));
};

async function save(
  names: { readonly firstName: string; readonly lastName: string },
  { viewer }: Call<SignedInUser>,
  portal: PortalContext,
): Promise<void> {
  const { id } = viewer.user;
  const { change, stored } = portal.audit.changeOf({ action: "profile-changed", actor: id, owner: id });
  await portal.users.rename(id, names, change);
  portal.audit.tell(stored);
}

type Values = Readonly<Record<"first-name" | "last-name", string>>;

function problemsOf(values: Values): readonly FieldProblem[] {
  const labels = { "first-name": "first name", "last-name": "last name" } as const;
  const problems = (Object.keys(labels) as (keyof Values)[]).flatMap((field) => {
    const text = values[field];
    if (text.length > LONGEST_NAME)
      return [{ field, message: `Shorten the ${labels[field]} to ${LONGEST_NAME} characters` }];
    if (/\p{Cc}/u.test(text)) return [{ field, message: `Write the ${labels[field]} on one line` }];
    if (hasUnshown(text))
      return [{ field, message: `Write the ${labels[field]} without control characters` }];
    return [];
  });
  if (!isVisible(values["first-name"] + values["last-name"]))
    problems.push({ field: "first-name", message: "Enter a first name or a last name" });
  return problems;
}

async function profile(
  { user, groups }: SignedInUser,
  portal: PortalContext,
  filled: Filled,
  reported: { readonly status?: string } = {},
): Promise<Reply> {
  const { settings, passwords, mails, to } = portal;
  const isDelegated = settings.delegation?.registration === true;
  const hasPassword = isDelegated || (settings.basic && (await passwords.has(user.id)));
  const identities = await portal.users.identitiesOf(user.id);
  const field = { maxLength: LONGEST_NAME };
  const body = html`${problemSummary(filled)} ${isDelegated ? delegatedNames(user, portal) : nameForm()}
    ${termList([
      ["E-mail", user.email ?? "Not known"],
      ["Groups", groupNamesOf(groups, settings).join(", ")],
    ])}
    ${hasPassword && html`<p><a href="${to("profile", "password")}">Change password</a></p>`}
    ${mails.sender && html`<p><a href="${to("profile", "mails")}">Mails</a></p>`}
    <p><a href="${to("profile", "sessions")}">Sessions</a></p>
    <p><a href="${to("activity")}">My activity</a></p>
    <p><a href="${to("profile", "data")}">Download my data</a></p>
    <p><a href="${to("profile", "close")}">Close account</a></p>
    ${identityTable(identities, portal)} ${linkLinks(portal)}`;
  const data = {
    ...{ firstName: user.firstName, lastName: user.lastName, email: user.email },
    // As in the list above: groups that the portal no longer has are left out.
    groups: [...groups].filter((group) => groupNamesOf(new Set([group]), settings).length > 0).toSorted(),
    identities: identities.length < 2 ? undefined : identities.map(identityData),
  };
  return formPage({ h1: "Profile", body, data, ...reported }, filled);

  function nameForm(): Html {
    return html`<form method="post" action="${to("profile")}">
      ${textField({ ...field, label: "First name", name: "first-name", value: user.firstName, autocomplete: "given-name" }, filled)}
      ${textField({ ...field, label: "Last name", name: "last-name", value: user.lastName, autocomplete: "family-name" }, filled)}
      <button>Save</button>
    </form>`;
  }
}

/** The names where the delegating site has the profile, and the way there. */
const delegatedNames = ({ firstName, lastName }: User, { to }: PortalContext): Html =>
  html`${termList([
      ["First name", firstName],
      ["Last name", lastName],
    ])}
    <p><a href="${to("profile", "change")}">Change profile</a></p>`;
