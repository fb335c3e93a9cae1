/** The kind of credential that is chosen: `none`, `key` or `token`. */
export const chosenKind = (): string | undefined =>
  document.querySelector<HTMLInputElement>("[name=credential]:checked")?.value;

/** Calls back when another kind is chosen, and when the page is left: whatever was filled in is forgotten then. */
export function onForget(forget: () => void): void {
  for (const radio of document.querySelectorAll<HTMLInputElement>("[name=credential]"))
    radio.addEventListener("change", forget);
  addEventListener("pagehide", forget);
}
