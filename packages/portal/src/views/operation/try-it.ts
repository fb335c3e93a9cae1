import { codeBlock } from "../../html/code-block.js";
import { radios, select, textField } from "../../html/form.js";
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
  /** Tokens by client credentials; undefined where the API takes none or the portal has no applications. */
  readonly tokens: TokenChoice | undefined;
  /** Tokens by the user's own sign-in at the issuer; undefined where there are none. */
  readonly code: CodeChoice | undefined;
  /** Path of the sign-in that leads back here; set for visitors who are not signed in. */
  readonly signIn: string | undefined;
}

/** The applications of the user that can get a token for the API. */
export interface TokenChoice {
  /** Path of the page that gets tokens. */
  readonly path: string;
  readonly applications: readonly {
    readonly id: string;
    readonly name: string;
    /** Name of the product that the token is for. */
    readonly product: string;
  }[];
  /** Path of the form that registers one. */
  readonly registerPath: string;
}

/** What a user can get a token for at the issuer. */
export interface CodeChoice {
  /** Address of the sign-in for the first product. */
  readonly href: string;
  /** Path where the page takes its token. */
  readonly path: string;
  /** Name of the issuer. */
  readonly label: string;
  readonly products: readonly {
    readonly name: string;
    readonly displayName: string;
    /** Whether the API admits a user's token for it nowhere. */
    readonly isForApplications: boolean;
  }[];
  /** The product whose token waits for this page. */
  readonly waiting: string | undefined;
  /** Tells sessions apart: what was kept of a request is shown in the same one only. */
  readonly session: string;
}

/**
 * The region "Try it". Its form is for the script, which shows it: without JavaScript there is no form, but the curl command.
 */
export function tryIt(console: TryIt): Html {
  const { api, details, keyPath, signIn, tokens, code } = console;
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
    ${attribute("data-token-path", tokens?.path)}
    ${attribute("data-code-path", code?.path)}
    ${attribute("data-waiting", code?.waiting)}
    ${attribute("data-session", code?.session)}
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

function credentialFields({ acceptsKey, offersKey, details, tokens, code }: TryIt): Html {
  const choices = [
    { value: "none", label: "No credential" },
    ...(acceptsKey ? [{ value: "key", label: "Subscription key" }] : []),
    ...(tokens === undefined ? [] : [{ value: "token", label: "Client credentials" }]),
    ...(code === undefined ? [] : [{ value: "code", label: "Authorization code" }]),
  ];
  return html`${radios({ legend: "Credential", name: "credential", choices, chosen: acceptsKey ? "key" : "none" })}
  ${tokens && tokenFields(tokens)} ${code && codeFields(code)} ${claims({ tokens, code })}
  ${
    acceptsKey &&
    html`<div id="key-fields">
      <p class="hint" id="key-beside" hidden>
        A key beside the token is for an API that asks for both. Otherwise leave it empty.
      </p>
      ${textField({ label: "Key", name: "key", hint: `Sent in the header field ${details.template.keyHeader}. It is kept on this page only.` })}
      <div class="actions">
        ${offersKey && html`<button type="button" class="quiet" id="get-key">Get a 15-minute key</button>`}
        <span id="key-status" role="status"></span>
      </div>
    </div>`
  }`;
}

function tokenFields({ applications, registerPath }: TokenChoice): Html {
  if (applications.length === 0)
    return html`<p id="token-fields" class="hint" hidden>
      You have no application with a product that opens this API.
      <a href="${registerPath}">Register application</a>
    </p>`;
  return html`<div id="token-fields" hidden>
    ${select({
      label: "Application",
      name: "application",
      choices: applications.map(({ id, name, product }) => ({ value: id, label: name, product })),
      isChosenFirst: true,
    })}
    ${textField({
      label: "Client secret",
      name: "client-secret",
      hint: "Use the secret of a test application. The portal passes it to Microsoft Entra ID and keeps neither secret nor token.",
    })}
    <div class="actions">
      <button type="button" class="quiet" id="get-token">Get token</button>
      <span id="token-status" role="status"></span>
    </div>
  </div>`;
}

function codeFields({ href, label, products, waiting }: CodeChoice): Html {
  const refused = products.filter(({ isForApplications }) => isForApplications);
  return html`<div id="code-fields" hidden>
    ${
      products.length > 1 &&
      select(
        {
          label: "Product",
          name: "token-product",
          choices: products.map(({ name, displayName }) => ({ value: name, label: displayName })),
          isChosenFirst: true,
        },
        waiting === undefined ? {} : { values: { "token-product": waiting } },
      )
    }
    <p class="hint" id="token-sign-in-hint">
      You sign in at ${label}, and come back to this page. It keeps the request, but no key.
      ${
        refused.length > 0 &&
        `The API may refuse tokens of users for ${refused.map(({ displayName }) => displayName).join(", ")}: no rule names a scope there.`
      }
    </p>
    <div class="actions">
      <a class="button quiet" id="token-sign-in" href="${href}" aria-describedby="token-sign-in-hint"
        >Sign in to get a token</a
      >
      <span id="code-status" role="status"></span>
    </div>
  </div>`;
}

const claims = ({ tokens, code }: Pick<TryIt, "tokens" | "code">): Html | undefined =>
  tokens === undefined && code === undefined
    ? undefined
    : html`<details id="token-claims" hidden>
        <summary>Claims of the token</summary>
        ${codeBlock({ label: "Claims of the token", id: "claims" })}
      </details>`;

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
