import type { SignedInUser } from "../../people/viewer.js";
import type { View } from "../../call.js";
import { ProvisioningError, type CreatedSecret, type StoredApplication } from "@product-auth/core/clients";
import { auditShownKey, eventOf } from "../../audit/visitor-act.js";
import { isActive, ownApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { isFormId } from "../../forms/forms.js";
import { formIdField, problemSummary, radios, type Filled } from "../../html/form.js";
import { secretField } from "../../html/secret.js";
import { time } from "../../html/table.js";
import { html } from "../../html/template.js";
import { error, formPage as formReply, notFound, redirect, type Reply } from "../../http/reply.js";
import { momentOf } from "../../json/moment-of.js";
import { digestOf } from "../../people/digest.js";
import type { PortalContext } from "../../portal-context.js";
import { TWO_SECRETS } from "../../texts/application-words.js";
import {
  endOfLifetime,
  LIFETIMES,
  lifetimeOf,
  lifetimesWithin,
  type SecretLifetime,
} from "../../texts/secret-lifetimes.js";
import { fieldNameOf } from "../../texts/text-problem.js";
import { alreadyShown } from "../already-shown.js";
import { activeSecrets, secretsOf } from "./application.js";

const H1 = "New client secret";
const LEGEND = "The secret ends";
const FIELD = fieldNameOf(LEGEND);

/** `/applications/{clientId}/secrets/new`: asks when the secret ends. */
export const newSecretPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await ownApplication(call.params["clientId"], call.viewer, applications);
  if (application === undefined) return notFound;
  if (!isActive(application)) return redirect(portal.to("applications", application.id));
  const secrets = await secretsOf(application, applications);
  if (secrets !== undefined && activeSecrets(secrets, call.now) >= 2)
    return closedPage(application, TWO_SECRETS, portal, 200);
  return formPage(application, portal);
});

/** Makes a secret, and shows it in this one answer. */
export const newSecretAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const { viewer, form } = call;
  const application = await ownApplication(call.params["clientId"], viewer, applications);
  if (application === undefined) return notFound;
  if (!isActive(application)) return redirect(portal.to("applications", application.id));
  const formId = form.get("form");
  if (!isFormId(formId)) return error("bad-request");
  const lifetime = lifetimeOf(form.get(FIELD));
  if (lifetime === undefined)
    return formPage(application, portal, {
      filled: { problems: [{ field: FIELD, message: "Choose when the secret ends." }] },
    });
  let made: CreatedSecret;
  try {
    made = await makeSecret(application, lifetime, { formId, by: viewer.user.id }, portal, applications);
  } catch (cause) {
    if (!(cause instanceof ProvisioningError)) throw cause;
    return refusalPage(cause, application, lifetime, portal);
  }
  const event = eventOf(call, {
    action: "secret-made",
    target: application.id,
    name: application.displayName,
    comment: `ends ${new Date(made.endDate).toISOString()}`,
  });
  await auditShownKey(event, [], portal);
  return secretPage(application, made, portal);
});

/**
 * Makes one secret of an application at a time in this process; over all instances the lease in its record does so. The id of the
 * form is the operation: sent again after a lost answer, it replaces what was made; sent again after an answer, it makes nothing.
 */
const makeSecret = (
  { id, ownerId }: StoredApplication,
  lifetime: SecretLifetime,
  { formId, by }: { readonly formId: string; readonly by: string },
  { queues, settings }: PortalContext,
  { administration }: PortalApplications,
): Promise<CreatedSecret> =>
  queues.run(`secret|${id}`, () =>
    administration.addSecret(
      id,
      {
        operation: digestOf(`${by}|${formId}`),
        endDate: endOfLifetime(lifetime, settings.clock()),
        // It may be transferred while the form waits.
        ...(ownerId !== undefined && { ownerId }),
      },
      { by },
    ),
  );

/** The page of a secret that was not made. */
function refusalPage(
  cause: ProvisioningError,
  application: StoredApplication,
  { value }: SecretLifetime,
  portal: PortalContext,
): Reply {
  const { reason, maximumDays, retryAfter } = cause;
  const again = (message: string, lifetimes?: readonly SecretLifetime[]) =>
    formPage(application, portal, {
      filled: { values: { [FIELD]: value }, problems: [{ field: FIELD, message }] },
      ...(lifetimes !== undefined && { lifetimes }),
    });
  switch (reason) {
    case "already-shown":
      return alreadyShown(portal, {
        text: "This form was sent before. The client secret that it made is not shown again.",
        lost: "A client secret that was lost can be removed on the page of its application, and replaced by a new one.",
        home: "applications",
        again: {
          text: `Go to “${application.displayName}”`,
          path: ["applications", application.id],
        },
      });
    case "two-secrets":
      return closedPage(application, TWO_SECRETS, portal, 400);
    case "busy":
      return again(
        "Another secret of this application is being made. Wait a moment, then send the form again.",
      );
    case "secret-policy": {
      const allowed = lifetimesWithin(maximumDays ?? 0);
      return allowed.length === 0
        ? closedPage(application, "A policy of your organization forbids client secrets.", portal, 400)
        : again(`A policy of your organization allows at most ${maximumDays} days.`, allowed);
    }
    case "manual":
      return closedPage(
        application,
        "Client secrets are made in the Entra portal. Ask an administrator.",
        portal,
        400,
      );
    case "unavailable":
    case "not-ready":
    case "refused":
    case "not-found":
    case "conflict":
      return {
        kind: "error",
        name: "unavailable",
        detail: "The client secret cannot be made at the moment. Try again in a while.",
        ...(retryAfter !== undefined && { retryAfter: Math.ceil(retryAfter) }),
        cause,
      };
  }
}

function formPage(
  { id, displayName }: StoredApplication,
  portal: PortalContext,
  {
    filled = {},
    lifetimes = LIFETIMES,
  }: { readonly filled?: Filled; readonly lifetimes?: readonly SecretLifetime[] } = {},
): Reply {
  const sent = filled.values?.[FIELD];
  const chosen = lifetimes.find(({ value }) => value === sent) ?? lifetimes[0];
  const body = html`${problemSummary(filled)}
    <p>A client secret is made for “${displayName}”, and shown once. ${TWO_SECRETS}</p>
    <form method="post">
      ${formIdField()}
      ${radios({ legend: LEGEND, name: FIELD, choices: lifetimes, chosen: chosen?.value ?? "" })}
      <p class="actions">
        <button>Generate</button>
        <a href="${portal.to("applications", id)}">Back to the application</a>
      </p>
    </form>`;
  const data = { id, displayName, [FIELD]: lifetimes.map(({ value }) => value) };
  return formReply({ h1: H1, body, data }, filled);
}

function closedPage(
  { id, displayName }: StoredApplication,
  reason: string,
  { to }: PortalContext,
  status: number,
): Reply {
  const filled = status === 200 ? {} : { problems: [{ field: "content", message: reason }] };
  const note = status === 200 ? html`<p class="note">${reason}</p>` : problemSummary(filled);
  const body = html`${note}
    <p class="actions"><a href="${to("applications", id)}">Go to “${displayName}”</a></p>`;
  return formReply({ h1: H1, body, data: { id, displayName, closed: reason } }, filled);
}

function secretPage(
  { id, displayName }: StoredApplication,
  { secret, keyId, endDate }: CreatedSecret,
  portal: PortalContext,
): Reply {
  const created = portal.to("applications", id);
  const content = {
    h1: "Your client secret",
    status: "The client secret was made.",
    data: { id, displayName, keyId, secretText: secret, endDate: momentOf(endDate) },
    body: html`<p>
        Copy the client secret now: it is not stored here, and never shown again. It ends ${time(endDate)}.
        Microsoft Entra ID may refuse it for some seconds at first.
      </p>
      ${secretField("Client secret", "client-secret", secret)}
      <p class="actions"><a href="${created}">Go to “${displayName}”</a></p>`,
  };
  return { kind: "page", page: content, created };
}
