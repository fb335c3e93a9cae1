import type { CallProblem } from "../../src/console/build-request.js";
import { element } from "./element.js";

/** Shows what is wrong at its fields, and leads to the first of them. */
export function showProblems(problems: readonly CallProblem[]): void {
  clearProblems();
  for (const { field, message } of problems) {
    const input = element(typeof field === "string" ? field : `parameter-${field}`);
    if (input === null) continue;
    const note = document.createElement("p");
    note.className = "problem";
    note.id = `${input.id}-problem`;
    note.textContent = message;
    input.before(note);
    input.setAttribute("aria-describedby", `${note.id} ${input.id}-hint`);
    if (input instanceof HTMLAnchorElement) continue; // a link is never invalid
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-errormessage", note.id);
  }
  const [first] = document.querySelectorAll("#call .problem");
  (first?.nextElementSibling as HTMLElement | null | undefined)?.focus();
}

export function clearProblems(): void {
  for (const note of document.querySelectorAll("#call .problem")) {
    note.nextElementSibling?.setAttribute("aria-describedby", `${note.nextElementSibling.id}-hint`);
    note.remove();
  }
  for (const input of document.querySelectorAll("#call [aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-errormessage");
  }
}
