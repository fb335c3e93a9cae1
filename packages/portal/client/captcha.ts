// Forms with a CAPTCHA: solves the challenge at once, and lets the form wait for it.
import { solveChallenge, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

for (const box of document.querySelectorAll<HTMLElement>("[data-challenge]")) {
  const form = box.closest("form");
  const field = box.querySelector<HTMLInputElement>("input[name=captcha]");
  const status = box.querySelector<HTMLElement>("[role=status]");
  if (form !== null && field !== null && status !== null) start(box, { form, field, status });
}

interface Parts {
  readonly form: HTMLFormElement;
  readonly field: HTMLInputElement;
  readonly status: HTMLElement;
}

function start(box: HTMLElement, { form, field, status }: Parts): void {
  const challenge = JSON.parse(box.dataset["challenge"] ?? "") as Challenge;
  let waiting: { readonly button: HTMLElement | null } | undefined;
  let hasFailed = false;
  status.textContent = "Checking that you are not a program. This takes about a second.";
  form.addEventListener("submit", (event) => {
    if (field.value !== "" || hasFailed) return;
    event.preventDefault();
    const button = event.submitter;
    waiting = { button };
    // Not `disabled`, which would take the focus away.
    button?.setAttribute("aria-disabled", "true");
    status.textContent = "The form is sent when the check has ended.";
  });
  solveChallenge({ challenge, deriveKey }).then(done, failed).catch(failed);

  function done(solution: Awaited<ReturnType<typeof solveChallenge>>): void {
    if (solution === null) return failed();
    const { counter, derivedKey } = solution;
    field.value = JSON.stringify({ challenge, solution: { counter, derivedKey } });
    status.textContent = "Checked: you are not a program.";
    if (waiting === undefined) return;
    waiting.button?.removeAttribute("aria-disabled");
    form.requestSubmit(waiting.button);
  }

  /** The form goes as it is, and the page that answers reports what is wrong. */
  function failed(): void {
    hasFailed = true;
    status.textContent = "This browser cannot make the check.";
    waiting?.button?.removeAttribute("aria-disabled");
  }
}
