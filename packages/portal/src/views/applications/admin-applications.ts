import type { SignedInUser } from "../../people/viewer.js";
import type { View } from "../../call.js";
import type { ApplicationJob } from "@product-auth/core/clients";
import { allJobs, isRegistering } from "../../applications/all-pages.js";
import { withApplications } from "../../applications/with-applications.js";
import { linkList } from "../../html/list.js";
import { nextLink } from "../../html/paging.js";
import { table, time } from "../../html/table.js";
import { html, type Fragment, type Html } from "../../html/template.js";
import { afterOf } from "../../http/after-of.js";
import { page } from "../../http/reply.js";
import { applicationData, jobData } from "../../json/application-data.js";
import { listData } from "../../json/list-data.js";
import type { PortalContext } from "../../portal-context.js";
import { doneStatus } from "../../texts/done-words.js";
import { personWords } from "../person-words.js";
import { stateOf } from "./applications.js";
import { productNames } from "./product-names.js";

const PAGE_SIZE = 50;

/** `/admin/applications`: those of all users, and the work that is left in Entra ID. */
export const adminApplicationsPage: View<SignedInUser> = withApplications(
  async ({ query }, portal, applications) => {
    const { to } = portal;
    const jobs = await allJobs(applications);
    const { items, next } = await applications.administration.list({ limit: PAGE_SIZE, ...afterOf(query) });
    const person = await personWords(
      [...items, ...jobs].map(({ ownerId }) => ownerId),
      portal,
    );
    const names = productNames(portal);
    const rows = items
      .toSorted((a, b) => b.createdDate - a.createdDate)
      .map((item) => [
        html`<a href="${to("admin", "applications", item.id)}">${item.displayName}</a>`,
        person(item.ownerId),
        item.products.map(({ name }) => names(name)).join(", "),
        stateOf(item),
        time(item.createdDate),
      ]);
    const value = items.map((item) => ({ ...applicationData(item), owner: person.data(item.ownerId) }));
    return page({
      h1: "Applications",
      data: {
        jobs: jobs.map((job) => ({
          ...jobData(job, { forOperators: true }),
          owner: person.data(job.ownerId),
        })),
        ...listData(value, to("admin", "applications"), next),
      },
      ...doneStatus(query),
      body: html`${jobList("Registrations in progress", jobs.filter(isRegistering), person, portal)}
        ${jobList(
          "Work left in Entra ID",
          jobs.filter((job) => !isRegistering(job)),
          person,
          portal,
        )}
        ${table({
          caption: "Applications",
          columns: ["Name", "Owner", "Products", "State", "Registered"],
          rows,
          empty: "No applications to display",
        })}
        ${nextLink("More applications", to("admin", "applications"), next)}
        <p class="actions">
          <a class="button" href="${to("admin", "applications", "new")}">Register application</a>
        </p>`,
    });
  },
);

function jobList(
  heading: string,
  jobs: readonly ApplicationJob[],
  person: (id: string | undefined) => Fragment,
  { to }: PortalContext,
): Html | undefined {
  if (jobs.length === 0) return undefined;
  const entries = jobs.map((job) => ({
    text: `${isRegistering(job) ? "Registering " : ""}${job.displayName}`,
    href: to("admin", "applications", "registrations", job.id),
    below: html`${person(job.ownerId)}${job.problem !== undefined && html`: ${job.problem.message}`}`,
  }));
  return html`<h2>${heading}</h2>
    ${linkList(entries, "")}`;
}
