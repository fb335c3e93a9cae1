import { ApplicationLimitError, type ApplicationJob } from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { allApplications, allJobs, isRegistering } from "../../applications/all-pages.js";
import { linkableProduct, linkableProducts, type LinkableProduct } from "../../applications/linkable.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { isFormId } from "../../forms/forms.js";
import {
  checkboxes,
  formIdField,
  problemSummary,
  select,
  textField,
  type FieldProblem,
  type Filled,
} from "../../html/form.js";
import { html } from "../../html/template.js";
import { error, formPage as formReply, notFound, page, redirect, type Reply } from "../../http/reply.js";
import { visitorNetwork } from "../../people/network.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { APPLICATION_LIMIT_REACHED, SELF_REGISTRATION_OFF } from "../../texts/application-words.js";
import { done } from "../../texts/done-words.js";
import { commentProblem, LONGEST_COMMENT, nameProblem } from "../../texts/text-problem.js";
import { chosenOwner, ownerChoices, type OwnerChoice } from "./owner-choices.js";

const H1 = "Register application";
const NO_PRODUCTS = "There is no product that applications can use.";

/** `/applications/new`: the form, or why there is none. */
export const registerPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const reason = await closedReason(call, portal, applications);
  if (reason !== undefined) return closedPage(reason);
  return formPage({ call, portal, chosen: new Set([call.query.get("product") ?? ""]) });
});

/** Starts the registration for the user. */
export const registerAct: View<SignedInUser> = withApplications((call, portal, applications) =>
  register(call, portal, applications, { owner: call.viewer.user.id }),
);

/** `/admin/applications/new`: the same, for any user. */
export const registerForPage: View<SignedInUser> = withApplications(async (call, portal) =>
  formPage({ call, portal, chosen: new Set(), owners: await ownerChoices(portal) }),
);

/** Starts the registration for a user whom an administrator chooses. */
export const registerForAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const owners = await ownerChoices(portal);
  return register(call, portal, applications, {
    owner: chosenOwner(call.form.text("owner"), owners),
    owners,
  });
});

interface Owner {
  /** Undefined when none was chosen. */
  readonly owner: string | undefined;
  /** Those to choose from; absent for a user's own application. */
  readonly owners?: readonly OwnerChoice[];
}

async function register(
  call: Call<SignedInUser>,
  portal: PortalContext,
  applications: PortalApplications,
  { owner, owners }: Owner,
): Promise<Reply> {
  const { form, viewer } = call;
  const isOwn = owners === undefined;
  if (isOwn && !applications.selfRegistration && !viewer.isAdministrator)
    return closedPage(SELF_REGISTRATION_OFF, 400);
  const formId = form.get("form");
  if (!isFormId(formId)) return error("bad-request");
  const displayName = form.text("name");
  const description = form.text("description").replaceAll("\r\n", "\n");
  const chosen = new Set(form.all("products"));
  const products = [...chosen].flatMap((name) => linkableProduct(name, viewer, portal) ?? []);
  const problems = problemsOf({
    displayName,
    description,
    owner,
    isComplete: products.length === chosen.size,
    products,
  });
  const values = { name: displayName, description, ...(owner !== undefined && { owner }) };
  const shown = { call, portal, chosen, ...(owners !== undefined && { owners }) };
  if (problems.length > 0 || owner === undefined) return formPage({ ...shown, filled: { values, problems } });
  let job: ApplicationJob;
  try {
    job = await applications.administration.register(
      {
        key: formId,
        displayName,
        ...(description !== "" && { description }),
        ownerId: owner,
        products: products.map(({ product, link }) => ({
          ...link,
          approvalRequired: product.approvalRequired,
        })),
        limit: applications.limit,
      },
      { by: viewer.user.id },
    );
  } catch (cause) {
    if (!(cause instanceof ApplicationLimitError)) throw cause;
    const full = [{ field: isOwn ? "name" : "owner", message: APPLICATION_LIMIT_REACHED }];
    return formPage({ ...shown, filled: { values, problems: full } });
  }
  const waiting = products.flatMap(({ product }) => (product.approvalRequired ? [product.displayName] : []));
  return afterwards(job, formId, { call, portal, owner, isOwn, waiting });
}

async function afterwards(
  job: ApplicationJob,
  formId: string,
  {
    call,
    portal,
    owner,
    isOwn,
    waiting,
  }: {
    readonly call: Call<SignedInUser>;
    readonly portal: PortalContext;
    readonly owner: string;
    readonly isOwn: boolean;
    /** Names of the products that wait for approval. */
    readonly waiting: readonly string[];
  },
): Promise<Reply> {
  // Blocking a user goes through the applications that exist: this one may have come behind it.
  if ((await portal.users.get(owner))?.state !== "active") {
    await portal.people.bringInLine(owner, { by: call.viewer.user.id });
    return isOwn ? notFound : redirect(portal.to("admin", "applications"));
  }
  const event = eventOf(call, {
    action: "application-registered",
    owner,
    target: job.clientId ?? job.id,
    name: job.displayName,
    ...visitorNetwork(call.address),
  });
  const { change, stored } = portal.audit.changeOf(event);
  const data = { application: job.displayName, product: waiting.join(", ") };
  const mail =
    waiting.length === 0 ? [] : portal.mails.queued("product-waits", { administrators: true, data });
  // With the claim of the form, so that a form that is sent twice is one event.
  if ((await portal.forms.claim(owner, formId, () => [change, ...mail])) !== undefined)
    portal.audit.tell(stored);
  const below = isOwn ? [] : ["admin"];
  return job.state === "done" && job.clientId !== undefined
    ? {
        kind: "redirect",
        to: portal.to(...below, "applications", job.clientId) + done("registered"),
        jsonStatus: 201,
      }
    : { kind: "redirect", to: portal.to(...below, "applications", "registrations", job.id), jsonStatus: 202 };
}

function problemsOf({
  displayName,
  description,
  owner,
  isComplete,
  products,
}: {
  readonly displayName: string;
  readonly description: string;
  readonly owner: string | undefined;
  readonly isComplete: boolean;
  readonly products: readonly LinkableProduct[];
}): readonly FieldProblem[] {
  const problem = (field: string, message: string | undefined) =>
    message === undefined ? [] : [{ field, message }];
  return [
    ...problem("owner", owner === undefined ? "Choose an owner." : undefined),
    ...problem("name", nameProblem(displayName)),
    ...problem("description", commentProblem(description)),
    // A product that is hidden, and one that does not exist, are answered alike.
    ...problem(
      "products",
      products.length > 0 && isComplete ? undefined : "Choose at least one product of the list.",
    ),
  ];
}

async function closedReason(
  { viewer }: Call<SignedInUser>,
  portal: PortalContext,
  applications: PortalApplications,
): Promise<string | undefined> {
  if (!applications.selfRegistration && !viewer.isAdministrator) return SELF_REGISTRATION_OFF;
  if (linkableProducts(viewer, portal).length === 0) return NO_PRODUCTS;
  return (await isFullOfApplications(viewer.user.id, applications)) ? APPLICATION_LIMIT_REACHED : undefined;
}

/** Whether a user has all applications that the portal allows, those in progress included. */
export async function isFullOfApplications(
  ownerId: string,
  applications: PortalApplications,
): Promise<boolean> {
  const made = await allApplications(applications, { ownerId });
  const known = new Set(made.map(({ id }) => id));
  const making = (await allJobs(applications, { ownerId })).filter(
    (job) => isRegistering(job) && !known.has(job.clientId ?? ""),
  );
  return made.length + making.length >= applications.limit;
}

function formPage({
  call,
  portal,
  chosen,
  owners,
  filled = {},
}: {
  readonly call: Call<SignedInUser>;
  readonly portal: PortalContext;
  readonly chosen: ReadonlySet<string>;
  readonly owners?: readonly OwnerChoice[];
  readonly filled?: Filled;
}): Reply {
  const products = linkableProducts(call.viewer, portal);
  const body = html`${problemSummary(filled)}
    <form method="post">
      ${formIdField()}
      ${owners !== undefined && select({ label: "Owner", name: "owner", choices: owners.map(({ id, label }) => ({ value: id, label })) }, filled)}
      ${textField(
        {
          label: "Name",
          name: "name",
          hint: "You recognize the application by it. Microsoft Entra ID shows it too.",
          maxLength: 100,
          required: true,
        },
        filled,
      )}
      ${textField(
        {
          label: "Description",
          name: "description",
          hint: "What the application does. Optional.",
          maxLength: LONGEST_COMMENT,
          rows: 3,
        },
        filled,
      )}
      ${checkboxes(
        {
          legend: "Products",
          name: "products",
          choices: products.map(({ product }) => ({
            value: product.name,
            label: product.displayName,
            ...(product.approvalRequired && { hint: "An administrator approves each application." }),
          })),
          chosen,
        },
        filled,
      )}
      <p class="actions"><button>Register</button></p>
    </form>`;
  const data = {
    products: products.map(({ product: { name, displayName, approvalRequired } }) => ({
      ...{ name, displayName, approvalRequired },
    })),
    owners: owners?.map(({ id, label }) => ({ id, label })),
  };
  return formReply({ h1: H1, body, data }, filled);
}

function closedPage(reason: string, status = 200): Reply {
  if (status === 200)
    return page({ h1: H1, body: html`<p class="note">${reason}</p>`, data: { closed: reason } });
  const filled = { problems: [{ field: "content", message: reason }] };
  return formReply({ h1: H1, body: problemSummary(filled) }, filled);
}
