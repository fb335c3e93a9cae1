import { addCopyButtons } from "./copy-buttons.js";

// For every page: dates in the reader's time zone.
for (const time of document.querySelectorAll("time")) {
  const date = new Date(time.dateTime);
  if (!Number.isNaN(date.getTime()))
    time.textContent = date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

// Buttons that copy a field: hidden where the browser has no clipboard, which it has on https and on loopback only.
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  const field = document.querySelector<HTMLInputElement>(`#${button.dataset["copy"]}`);
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- absent on plain http
  if (field === null || navigator.clipboard === undefined) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const say = (text: string) => {
      button.textContent = text;
      button.ariaLabel = text;
    };
    field.select();
    navigator.clipboard.writeText(field.value).then(
      () => say("Copied"),
      () => say("Press Ctrl+C"),
    );
  });
}

addCopyButtons();
