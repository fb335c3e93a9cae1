/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Which part of a list, and how to read it. */
export interface PagesWanted<T> {
  readonly most: number;
  readonly after: string | undefined;
  readonly page: (part: { readonly limit: number; readonly after?: string }) => Promise<Page<T>>;
  /** Called before each further page with the number of items so far. */
  readonly onMore: (count: number) => void;
}

const PAGE = 1000;

/** Reads a list page by page. `next`: what to go on from when there is more. */
export async function readPages<T>({
  most,
  after: first,
  page,
  onMore,
}: PagesWanted<T>): Promise<{ readonly items: readonly T[]; readonly next: string | undefined }> {
  const items: T[] = [];
  let after = first;
  do {
    const limit = Math.min(most - items.length, PAGE);
    const read = await page({ limit, ...(after !== undefined && { after }) });
    for (const each of read.items) items.push(each);
    after = read.next;
    if (after !== undefined && items.length < most) onMore(items.length);
  } while (after !== undefined && items.length < most);
  return { items, next: after };
}
