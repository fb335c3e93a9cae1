/** The element with an id; null where the page has none. */
export const element = <E extends HTMLElement = HTMLElement>(id: string): E | null =>
  document.getElementById(id) as E | null;
