/** The kind of credential that is chosen: `none`, `key`, `token` (client credentials) or `code` (authorization code). */
export const chosenKind = (): string | undefined =>
  document.querySelector<HTMLInputElement>("[name=credential]:checked")?.value;

/** Chooses a kind without telling: for a page that begins with it. */
export function choose(kind: string): void {
  const radio = document.querySelector<HTMLInputElement>(`[name=credential][value=${kind}]`);
  if (radio !== null) radio.checked = true;
}

/** Calls back when another kind is chosen, and when the page is left: whatever was filled in is forgotten then. */
export function onForget(forget: () => void): void {
  for (const radio of document.querySelectorAll<HTMLInputElement>("[name=credential]"))
    radio.addEventListener("change", forget);
  addEventListener("pagehide", forget);
}
