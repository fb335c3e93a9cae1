import { codeBlock } from "../../html/code-block.js";
import { radios, textField } from "../../html/form.js";
import { attribute, html, type Html } from "../../html/template.js";
import type { OperationDetails } from "../../openapi/operation-details.js";

/** What the console of an operation needs. */
export interface TryIt {
  readonly api: string;
  readonly details: OperationDetails;
  readonly acceptsKey: boolean;
  /** Whether the button for a key is shown. */
  readonly offersKey: boolean;
  /** Path of the page that issues keys. */
  readonly keyPath: string;
  /** Path of the sign-in that leads back here; set for visitors who are not signed in. */
  readonly signIn: string | undefined;
}

/**
 * The region "Try it". Its form is for the script, which shows it: without JavaScript there is no form, but the curl command.
 */
export function tryIt(console: TryIt): Html {
  const { api, details, keyPath, signIn } = console;
  if (signIn !== undefined)
    return html`<section aria-labelledby="try-it">
      <h2 id="try-it">Try it</h2>
      <p><a href="${signIn}">Sign in to try it</a></p>
    </section>`;
  return html`<section
    id="console"
    aria-labelledby="try-it"
    data-call="${JSON.stringify(details.template)}"
    data-api="${api}"
    data-key-path="${keyPath}"
  >
    <h2 id="try-it">Try it</h2>
    <noscript><p class="empty">This needs JavaScript. Without it, use the curl command.</p></noscript>
    <form id="call" novalidate hidden>
      ${credentialFields(console)} ${details.parameters.map(parameterField)} ${bodyField(details)}
      <div class="actions">
        <button id="send">Send</button>
        <span id="waiting" role="status"></span>
      </div>
    </form>
    <section id="response" aria-labelledby="response-title" hidden>
      <h3 id="response-title">Response</h3>
      <p role="status"><strong id="answer"></strong> <span id="took"></span></p>
      <div id="received" hidden>
        <details>
          <summary>Headers</summary>
          ${codeBlock({ label: "Headers of the response", id: "headers" })}
        </details>
        <p class="hint" id="body-note"></p>
        ${codeBlock({ label: "Body of the response", id: "body" })}
      </div>
      <details>
        <summary>As a curl command</summary>
        ${codeBlock({ label: "curl command of this request", id: "sent-command", isCopied: true })}
      </details>
    </section>
  </section>`;
}

function credentialFields({ acceptsKey, offersKey, details }: TryIt): Html {
  const choices = [
    { value: "none", label: "No credential" },
    ...(acceptsKey ? [{ value: "key", label: "Subscription key" }] : []),
  ];
  return html`${radios({ legend: "Credential", name: "credential", choices, chosen: acceptsKey ? "key" : "none" })}
  ${
    acceptsKey &&
    html`<div id="key-fields">
      ${textField({ label: "Key", name: "key", hint: `Sent in the header field ${details.template.keyHeader}. It is kept on this page only.` })}
      <div class="actions">
        ${offersKey && html`<button type="button" class="quiet" id="get-key">Get a 15-minute key</button>`}
        <span id="key-status" role="status"></span>
      </div>
    </div>`
  }`;
}

function parameterField(
  { name, in: where, type, required, example, isRest }: OperationDetails["parameters"][number],
  index: number,
  all: OperationDetails["parameters"],
): Html {
  const isRepeated = all.findIndex((other) => other.name === name) !== index;
  const hint = [where, type, required || isRest === true ? undefined : "optional"]
    .filter((word) => word !== undefined)
    .join(", ");
  return textField({
    label: isRepeated ? `${name} (${where})` : name,
    name: `parameter-${index}`,
    hint,
    ...(required && example !== undefined && { value: example }),
  });
}

function bodyField({ template, requestBody }: OperationDetails): Html | undefined {
  if (template.mediaType === undefined)
    return (
      requestBody &&
      html`<p class="hint">A body of the type ${requestBody.mediaType} can be sent with curl.</p>`
    );
  return html`<div class="field wide">
    <label for="request-body">Body</label>
    <p class="hint" id="request-body-hint">${template.mediaType}</p>
    <textarea
      id="request-body"
      rows="8"
      spellcheck="false"
      aria-describedby="request-body-hint"
      ${attribute("required", requestBody?.required)}
    >
${requestBody?.example ?? ""}</textarea>
  </div>`;
}
