import type { RecordRepository } from "@product-auth/core/records";
import type { PublishedEdition, PublishedFile, PublishFileOptions } from "@product-auth/portal";
import { runForm } from "../arguments/run-form.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { openAuditLog } from "../output/audit-log.js";
import { factLines } from "../output/fact-lines.js";
import { table } from "../output/table.js";
import { writeDocument } from "../output/write-document.js";
import type { ErrorKind } from "../output/ending-of.js";
import { openRecords, readOnly, recordsAddressOf } from "../store/open-records.js";
import { orStoreError } from "../store/store-error.js";
import { PORTAL, type Order } from "./portal-form.js";

/** What the command uses of the portal. */
export interface PortalProgram {
  readonly publishFile: (path: string, options: PublishFileOptions) => Promise<PublishedFile>;
  readonly publishedEdition: (records: RecordRepository) => Promise<PublishedEdition | undefined>;
  readonly EditionConflictError: ErrorKind;
}

/** Runs `product-auth portal` with these arguments; never rejects. */
export const runPortal = (
  args: readonly string[],
  io: CommandIo,
  program: PortalProgram,
): Promise<ExitCode> => {
  const refusals = [program.EditionConflictError];
  const run = (order: Order, to: CommandIo) =>
    order.verb === "publish" ? publish(order, to, program, refusals) : show(order, to, program);
  return runForm({ form: PORTAL, run, refusals }, args, io);
};

async function publish(
  order: Order,
  io: CommandIo,
  { publishFile }: PortalProgram,
  refusals: readonly ErrorKind[],
): Promise<ExitCode> {
  const check = order.flags.has("check");
  const comment = commentOf(order);
  const audit = openAuditLog(order.texts.audit, io.stderr);
  try {
    const { number, isPublished, changes } = await atRecords(
      order,
      io,
      (records) =>
        publishFile(order.subject, {
          records,
          check,
          onAudit: audit.write,
          ...(comment !== "" && { comment }),
        }),
      { refusals, create: !check },
    );
    const rows = changes.map(({ name, from, to }) => [name, from ?? "none", to ?? "none"]);
    const lines = rows.length === 0 ? "" : table(["setting", "in force", "in the file"], rows);
    writeDocument(
      { order, io },
      { number, published: isPublished, changes },
      `${lines}${lastLine(number, isPublished, changes.length)}\n`,
    );
    return check && changes.length > 0 ? 3 : 0;
  } finally {
    audit.close();
  }
}

function lastLine(number: number, isPublished: boolean, changes: number): string {
  if (isPublished) return `Edition ${number} is published.`;
  return changes === 0 ? "There is nothing to publish." : "Nothing was published.";
}

const commentOf = ({ texts: { by, comment } }: Order): string =>
  [by === undefined ? "" : `By ${by}`, comment ?? ""].filter((part) => part !== "").join(": ");

async function show(order: Order, io: CommandIo, { publishedEdition }: PortalProgram): Promise<ExitCode> {
  const edition = await atRecords(order, io, (records) => publishedEdition(readOnly(records)));
  if (edition === undefined) {
    writeDocument({ order, io }, { number: 0, settings: [] }, "Nothing is published yet.\n");
    return 0;
  }
  const { number, at, by, settings } = edition;
  const publishedAt = new Date(at).toISOString();
  writeDocument(
    { order, io },
    { number, publishedAt, ...(by !== undefined && { publishedBy: by }), settings },
    factLines([
      ["edition", String(number)],
      ["published", publishedAt],
      ["by", by],
      ...settings.map(({ name, value }) => [name, value] as const),
    ]),
  );
  return 0;
}

async function atRecords<T>(
  order: Order,
  io: CommandIo,
  work: (records: RecordRepository) => Promise<T>,
  {
    refusals = [],
    create = false,
  }: { readonly refusals?: readonly ErrorKind[]; readonly create?: boolean } = {},
): Promise<T> {
  const address = recordsAddressOf(order, io, "records of the portal");
  const records = await orStoreError(address, openRecords(address, order, io, { create, madeBy: "publish" }));
  try {
    return await orStoreError(address, work(records), refusals);
  } finally {
    await records.close().catch(() => undefined); // what had to be done is done
  }
}
