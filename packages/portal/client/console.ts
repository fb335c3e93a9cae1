// The page of an operation: the console.
import { durationWords, failureWords, statusWords } from "../src/console/answer-words.js";
import { buildRequest, type BuiltRequest } from "../src/console/build-request.js";
import type { CallTemplate } from "../src/console/call-template.js";
import { curlCommand, type CurlCredential } from "../src/console/curl-command.js";
import { choose, chosenKind } from "./console/chosen-kind.js";
import { CodeCredential } from "./console/code-credential.js";
import { element } from "./console/element.js";
import { keepRequest, keptRequest } from "./console/kept-request.js";
import { keepForTrip, keptFromTrip } from "./console/trip-request.js";
import { KeyCredential } from "./console/key-credential.js";
import { clearProblems, showProblems } from "./console/problems.js";
import { send, type Answer } from "./console/send.js";
import { TokenCredential } from "./console/token-credential.js";

const region = element("console");
const form = element<HTMLFormElement>("call");
if (region !== null && form !== null) start(region, form);

function start(region: HTMLElement, form: HTMLFormElement): void {
  const template = JSON.parse(region.dataset["call"] ?? "") as CallTemplate;
  const { waiting, session = "" } = region.dataset;
  if (waiting !== undefined) choose("code"); // before the fields are shown
  const key = new KeyCredential(region.dataset["keyPath"] ?? "", region.dataset["api"] ?? "");
  const token = new TokenCredential(region.dataset["tokenPath"] ?? "");
  const code = new CodeCredential({
    path: region.dataset["codePath"] ?? "",
    api: region.dataset["api"] ?? "",
    waiting,
    onLeave: () => keepForTrip(filledIn(), session),
  });
  const fields = template.parameters.map((_, i) => element<HTMLInputElement>(`parameter-${i}`));
  const body = element<HTMLTextAreaElement>("request-body");
  restore();
  form.hidden = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void sendForm();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void sendForm();
    }
  });
  let keeping: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener("input", () => {
    clearTimeout(keeping);
    keeping = setTimeout(() => keepRequest(filledIn()), 300);
  });

  function filledIn() {
    return { values: fields.map((field) => field?.value ?? ""), body: body?.value ?? "" };
  }

  function restore(): void {
    const kept = keptFromTrip(session) ?? keptRequest();
    if (kept === undefined) return;
    keepRequest(kept);
    fields.forEach((field, i) => {
      if (field !== null) field.value = kept.values[i] ?? "";
    });
    if (body !== null) body.value = kept.body;
  }

  async function sendForm(): Promise<void> {
    const button = element<HTMLButtonElement>("send");
    if (button === null || button.getAttribute("aria-disabled") === "true") return;
    const input = filledIn();
    keepRequest(input);
    const isCode = chosenKind() === "code";
    const request = buildRequest(template, {
      ...input,
      key: key.value,
      token: isCode ? code.value : token.value,
      tokenField: isCode ? "token-sign-in" : "client-secret",
    });
    if (!("target" in request)) return showProblems(request);
    clearProblems();
    // Not `disabled`, which would take the focus away.
    button.setAttribute("aria-disabled", "true");
    const waiting = setTimeout(() => say("waiting", "Waiting for the API, at most 30 seconds…"), 1000);
    show("response", true);
    show("received", false);
    say("answer", "");
    say("took", "");
    say("sent-command", commandOf(request));
    try {
      showAnswer(await send(request));
    } catch (error) {
      say("answer", failureWords(error instanceof DOMException ? error.name : ""));
    } finally {
      clearTimeout(waiting);
      say("waiting", "");
      button.removeAttribute("aria-disabled");
    }
  }

  /** The command as it was sent, with variables in the places of the credentials. */
  function commandOf({ method, target, headers, body: sent }: BuiltRequest): string {
    const credentials = variables();
    return curlCommand({
      method,
      url: location.origin + target,
      // The credentials are the last ones: a header parameter of such a name is not offered.
      headers: headers.slice(0, headers.length - credentials.length),
      credentials,
      ...(sent !== undefined && { body: sent }),
    });
  }

  function variables(): readonly CurlCredential[] {
    const hasToken = (token.value ?? code.value) !== undefined;
    return [
      ...(key.value === undefined ? [] : [{ header: template.keyHeader, variable: "SUBSCRIPTION_KEY" }]),
      ...(hasToken ? [{ header: "Authorization", prefix: "Bearer ", variable: "ACCESS_TOKEN" }] : []),
    ];
  }
}

function showAnswer({ isRedirect, status, reason, milliseconds, headers, body, isCut }: Answer): void {
  if (isRedirect)
    return say(
      "answer",
      "The API answered with a redirect, which the console does not follow. Use curl to see it.",
    );
  say("answer", statusWords(status, reason));
  say("took", `in ${durationWords(milliseconds)}`);
  say("headers", headers.map(([name, value]) => `${name}: ${value}`).join("\n"));
  say("body", body);
  say("body-note", body === "" ? "The response has no body." : isCut ? "The first 1 MiB is shown." : "");
  show("received", true);
}

// Text and never HTML: an API may answer anything.
function say(id: string, text: string): void {
  const place = element(id);
  if (place !== null) place.textContent = text;
}

function show(id: string, isShown: boolean): void {
  const place = element(id);
  if (place !== null) place.hidden = !isShown;
}
