import {
  ProvisioningError,
  type ApplicationProduct,
  type SecretSummary,
  type StoredApplication,
} from "@product-auth/core/clients";
import type { Call, View } from "../../call.js";
import { allJobs } from "../../applications/all-pages.js";
import { isActive, ownApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { secretBanner } from "../../applications/secret-reminders.js";
import { tokenSnippets } from "../../applications/token-snippets.js";
import { codeBlock } from "../../html/code-block.js";
import { table, termList, time } from "../../html/table.js";
import { html, type Fragment, type Html } from "../../html/template.js";
import { notFound, type Reply } from "../../http/reply.js";
import { applicationPageData, secretData } from "../../json/application-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { LINK_WORDS, SECRETS_UNKNOWN, stepWords, TWO_SECRETS } from "../../texts/application-words.js";
import { doneStatus } from "../../texts/done-words.js";
import { reminderDue } from "../../texts/secret-lifetimes.js";
import { stateOf } from "./applications.js";
import { productNames } from "./product-names.js";

/** Seconds after which the page is loaded again while a product is being added. */
const REFRESH = 3;

/** `/applications/{clientId}`: what a developer needs to get tokens, and what the owner may do. */
export const applicationPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await ownApplication(call.params["clientId"], call.viewer, applications);
  return application === undefined ? notFound : ownerPage(application, call, portal, applications);
});

async function ownerPage(
  application: StoredApplication,
  { query, viewer, now }: Call<SignedInUser>,
  portal: PortalContext,
  applications: PortalApplications,
): Promise<Reply> {
  const { id, displayName, products } = application;
  const { tokenUrl } = applications.administration;
  const [secrets, adding] = await Promise.all([
    secretsOf(application, applications),
    stepsInProgress(application, portal, applications),
  ]);
  const path = (...below: readonly string[]) => portal.to("applications", id, ...below);
  const mayChange = isActive(application);
  const canAdd = mayChange && (applications.selfRegistration || viewer.isAdministrator);
  const snippets = tokenSnippets({ tokenUrl, clientId: id, scope: scopeForSnippets(products) });
  const ending = (secrets ?? []).filter(({ endDate }) => reminderDue(endDate, now) !== undefined);
  const body = html`${ending.map(({ endDate }) => secretBanner({ clientId: id, name: displayName, endDate }, portal))}
    ${adding.length > 0 && html`<p class="note" role="status">In progress in Microsoft Entra ID: ${adding.join(", ")}. This page refreshes itself.</p>`}
    ${applicationTerms(application, tokenUrl)}
    <h2>Products</h2>
    ${productTable(application, portal)}
    ${actions([
      canAdd && { text: "Add product", href: path("products", "add") },
      ...products.map(({ name }) => ({
        text: `Remove ${productNames(portal)(name)}`,
        href: path("products", name, "remove"),
      })),
    ])}
    <h2>Client secrets</h2>
    ${secretTable(secrets, now)}
    ${actions([
      mayChange &&
        secrets !== undefined &&
        activeSecrets(secrets, now) < 2 && { text: "New client secret", href: path("secrets", "new") },
      ...(secrets ?? []).map((secret) => ({
        text: `Remove secret ${secretName(secret)}`,
        href: path("secrets", secret.keyId, "remove"),
      })),
    ])}
    ${secrets !== undefined && activeSecrets(secrets, now) >= 2 && html`<p class="hint">${TWO_SECRETS}</p>`}
    <h2>Get a token</h2>
    <p>
      Keep the client secret in the environment variable <code>CLIENT_SECRET</code>, and out of your source
      code. Each product has its own scope, so a token opens one product.
    </p>
    ${snippets.map(
      ({ name, text }) =>
        html`<h3>${name}</h3>
          ${codeBlock({ label: `Get a token with ${name}`, text, isCopied: true })}`,
    )}
    <h2>Actions</h2>
    ${actions([{ text: "Delete application", href: path("delete") }])}`;
  return {
    kind: "page",
    page: {
      h1: displayName,
      data: {
        ...applicationPageData(application, tokenUrl),
        secrets: secrets?.map(secretData),
        isAddingProduct: adding.length > 0,
      },
      above: { text: "Applications", href: portal.to("applications") },
      body,
      ...doneStatus(query),
    },
    ...(adding.length > 0 && { refresh: REFRESH }),
  };
}

/** The terms that owners and administrators see. `more`: terms of administrators. */
export const applicationTerms = (
  application: StoredApplication,
  tokenUrl: string,
  more: readonly (readonly [string, Fragment])[] = [],
): Html =>
  termList([
    ["Client ID", html`<code>${application.id}</code>`],
    ["Token URL", html`<code>${tokenUrl}</code>`],
    ["State", stateOf(application)],
    ["Comment", application.stateComment],
    ["Description", application.description],
    ...more,
    ["Registered", time(application.createdDate)],
  ]);

export const productTable = ({ products }: StoredApplication, portal: PortalContext): Html =>
  table({
    caption: "Products",
    columns: ["Product", "Scope", "Approval"],
    rows: products.map(({ name, audience, state, comment }) => [
      productNames(portal)(name),
      html`<code>${audience}/.default</code>`,
      html`<span class="state ${state === "pending" ? "submitted" : state}">${LINK_WORDS[state]}</span
        >${comment !== undefined && html` <span class="below">${comment}</span>`}`,
    ]),
    empty: "The application is not linked to a product.",
  });

function secretTable(secrets: readonly SecretSummary[] | undefined, now: number): Html {
  if (secrets === undefined) return html`<p class="note">${SECRETS_UNKNOWN}</p>`;
  return table({
    caption: "Client secrets",
    columns: ["Secret", "Created", "Ends"],
    rows: secrets.map((secret) => [
      html`<code>${secretName(secret)}</code>`,
      time(secret.startDate),
      html`${time(secret.endDate)}${secret.endDate <= now && " (ended)"}`,
    ]),
    empty: "No client secrets to display",
  });
}

/** What a secret is recognized by: its first characters, as Entra ID shows them. */
export const secretName = ({ hint, displayName, keyId }: SecretSummary): string =>
  hint ?? displayName ?? keyId;

/** The number of secrets that have not ended. */
export const activeSecrets = (secrets: readonly SecretSummary[], now: number): number =>
  secrets.filter(({ endDate }) => endDate > now).length;

/** The secrets of an application; undefined while Entra ID does not list them. */
export async function secretsOf(
  { id }: StoredApplication,
  { administration }: PortalApplications,
): Promise<readonly SecretSummary[] | undefined> {
  try {
    return await administration.listSecrets(id);
  } catch (error) {
    if (error instanceof ProvisioningError) return undefined;
    throw error;
  }
}

/** What is being added in Entra ID. What is being removed there is refused here already, and concerns operators only. */
async function stepsInProgress(
  { id }: StoredApplication,
  portal: PortalContext,
  applications: PortalApplications,
): Promise<readonly string[]> {
  const jobs = await allJobs(applications, { clientId: id });
  return jobs
    .filter(({ isCleanup, state }) => !isCleanup && state !== "done" && state !== "stopped")
    .flatMap(({ steps }) => steps)
    .filter(({ state, name }) => state !== "done" && (name === "link" || name === "restore"))
    .map((step) => stepWords(step, productNames(portal)));
}

function scopeForSnippets(products: readonly ApplicationProduct[]): string {
  const product = products.find(({ state }) => state === "approved") ?? products[0];
  return `${product?.audience ?? "api://{product}"}/.default`;
}

/** Links to what can be done. */
export const actions = (
  links: readonly (false | { readonly text: string; readonly href: string })[],
): Html => {
  const shown = links.filter((link) => link !== false);
  return html`<ul class="links">
    ${shown.map(({ text, href }) => html`<li><a href="${href}">${text}</a></li>`)}
  </ul>`;
};
