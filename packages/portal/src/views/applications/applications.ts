import type { SignedInUser } from "../../people/viewer.js";
import type { View } from "../../call.js";
import type { StoredApplication } from "@product-auth/core/clients";
import { allJobs } from "../../applications/all-pages.js";
import { withApplications } from "../../applications/with-applications.js";
import { endingSecrets, secretBanner } from "../../applications/secret-reminders.js";
import { linkList } from "../../html/list.js";
import { nextLink } from "../../html/paging.js";
import { table, time } from "../../html/table.js";
import { html, type Html } from "../../html/template.js";
import { afterOf } from "../../http/after-of.js";
import { page } from "../../http/reply.js";
import { applicationData, jobData } from "../../json/application-data.js";
import { listData } from "../../json/list-data.js";
import { applicationState } from "../../texts/application-words.js";
import { doneStatus } from "../../texts/done-words.js";
import { productNames } from "./product-names.js";

const PAGE_SIZE = 50;

/** `/applications`: those of the user, and the registrations in progress. */
export const applicationsPage: View<SignedInUser> = withApplications(
  async ({ viewer, query }, portal, applications) => {
    const { to } = portal;
    const ownerId = viewer.user.id;
    const jobs = (await allJobs(applications, { ownerId })).filter(({ kind }) => kind === "register");
    const { items, next } = await applications.administration.list({
      ownerId,
      limit: PAGE_SIZE,
      ...afterOf(query),
    });
    const names = productNames(portal);
    const rows = items
      .toSorted((a, b) => b.createdDate - a.createdDate)
      .map((item) => [
        html`<a href="${to("applications", item.id)}">${item.displayName}</a>`,
        item.products.map(({ name }) => names(name)).join(", "),
        stateOf(item),
        time(item.createdDate),
      ]);
    const canRegister = applications.selfRegistration || viewer.isAdministrator;
    const registrations = jobs.map((job) => jobData(job, { forOperators: false }));
    return page({
      h1: "Applications",
      data: { registrations, ...listData(items.map(applicationData), to("applications"), next) },
      ...doneStatus(query),
      body: html`${(await endingSecrets(ownerId, portal)).map((secret) => secretBanner(secret, portal))}
      ${
        jobs.length > 0 &&
        html`<h2>Registrations in progress</h2>
          ${linkList(
            jobs.map(({ id, displayName }) => ({
              text: `Registering ${displayName}`,
              href: to("applications", "registrations", id),
            })),
            "",
          )}`
      }
      ${table({
        caption: "Applications",
        columns: ["Name", "Products", "State", "Registered"],
        rows,
        empty: "No applications to display",
      })}
      ${nextLink("More applications", to("applications"), next)}
      ${canRegister && html`<p class="actions"><a class="button" href="${to("applications", "new")}">Register application</a></p>`}`,
    });
  },
);

/** The state of an application, with its color. */
export function stateOf(application: StoredApplication): Html {
  const { words, badge } = applicationState(application);
  return html`<span class="state ${badge}">${words}</span>`;
}
