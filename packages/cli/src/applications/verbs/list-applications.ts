import { wholeNumber } from "../../arguments/whole-number.js";
import { Misuse } from "../../misuse.js";
import { readPages } from "../../output/read-pages.js";
import { writeDocument } from "../../output/write-document.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom, jobIdFrom, ownerFrom } from "../arguments/read-ids.js";
import type { Desk, Work } from "../desk.js";
import { documentOf, jobDocumentOf } from "../output/application-document.js";
import { applicationTable } from "../output/application-text.js";
import { jobTable } from "../output/job-text.js";

/** Lists applications, page by page. */
export async function listApplications(order: Order): Promise<Work> {
  const { owner, most, after } = partOf(order, (text) => clientIdFrom(text, "--after"));
  return async function list(desk) {
    const { administration, io } = desk;
    const { items, next } = await readPages({
      ...{ most, after, onMore: (count: number) => io.stderr.write(`${count} read, reading on…\n`) },
      async page(part) {
        const read = await administration.list({ ...owner, ...part });
        const isWanted = order.flags.has("pending") ? hasPending : () => true;
        return { ...read, items: read.items.filter(isWanted) };
      },
    });
    const applications = items.map(documentOf);
    const document = { applications, ...(next !== undefined && { next }) };
    writeDocument(desk, document, applicationTable(applications));
    noteMore(next, desk);
    return 0;
  };
}

/** Lists the jobs that are left, page by page. */
export async function listJobs(order: Order): Promise<Work> {
  const { owner, most, after } = partOf(order, jobIdFrom);
  return async function list(desk) {
    const { administration, io } = desk;
    const { items, next } = await readPages({
      ...{ most, after, onMore: (count: number) => io.stderr.write(`${count} read, reading on…\n`) },
      page: (part) => administration.jobs({ ...owner, ...part }),
    });
    const jobs = items.map(jobDocumentOf);
    writeDocument(desk, { jobs, ...(next !== undefined && { next }) }, jobTable(jobs));
    noteMore(next, desk);
    return 0;
  };
}

function partOf({ texts: { owner, limit, after }, flags }: Order, idFrom: (text: string) => string) {
  if (flags.has("all") && limit !== undefined) throw new Misuse("give either --limit or --all.");
  return {
    owner: owner === undefined ? {} : { ownerId: ownerFrom(owner) },
    most: flags.has("all") ? Infinity : wholeNumber("limit", limit ?? "100", 1, 1_000_000),
    after: after === undefined ? undefined : idFrom(after),
  };
}

const hasPending = ({ products }: { readonly products: readonly { readonly state: string }[] }) =>
  products.some(({ state }) => state === "pending");

function noteMore(next: string | undefined, { io }: Desk): void {
  if (next !== undefined)
    io.stderr.write(`There are more: --all lists everything, --after ${JSON.stringify(next)} continues.\n`);
}
