/** The pages of a list, one after the other. `read`: reads the page that begins after an id. `first`: where to begin. */
export async function* pagesOf<Page extends { readonly next?: string }>(
  read: (position: { readonly after?: string }) => Promise<Page>,
  first?: string,
): AsyncGenerator<Page> {
  for (let after = first; ;) {
    const page = await read(after === undefined ? {} : { after });
    yield page;
    if (page.next === undefined) return;
    after = page.next;
  }
}
