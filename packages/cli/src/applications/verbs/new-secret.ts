import { randomUUID } from "node:crypto";
import { ProvisioningError, type CreatedSecret } from "@product-auth/core/clients";
import { actFrom } from "../../arguments/act-from.js";
import { wholeNumber } from "../../arguments/whole-number.js";
import type { ExitCode } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import { jsonText } from "../../output/json-text.js";
import { shortMoment } from "../../output/short-moment.js";
import { printable } from "../../printable.js";
import { checkSecretFile, createSecretFile, type SecretFile } from "../../provision/secret-file.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom, operationFrom } from "../arguments/read-ids.js";
import type { Desk, Work } from "../desk.js";
import { beginProgress } from "../../output/progress.js";
import { provisioningText, refusalOf, Refused } from "../refusals.js";

const DAY = 86_400_000;

/** Creates a secret and prints it, or writes it to a new file. Stdout has the secret and nothing else. */
export async function newSecret(order: Order): Promise<Work> {
  const id = clientIdFrom(order.subject);
  const { operation: given, "secret-file": path, days: text } = order.texts;
  const days = wholeNumber("days", text ?? "365", 1, 365);
  const operation = given === undefined ? randomUUID() : operationFrom(given);
  if (path === "") throw new Misuse("--secret-file is empty; write the path of a file.");
  if (path !== undefined) await checkSecretFile(path);
  return async function create(desk) {
    desk.io.stderr.write(`Operation ${operation}: --operation ${operation} runs it again.\n`);
    const file = path === undefined ? undefined : await createSecretFile(path);
    let secret: CreatedSecret;
    try {
      secret = await withRetries(id, { operation, days }, desk);
    } catch (error) {
      await file?.discard();
      throw error instanceof ProvisioningError ? refusalOf(error, id) : error;
    }
    if (file !== undefined) await keep(secret, file, id);
    return write(secret, { id, operation, path }, desk);
  };
}

/** Another secret of the application is being created, or Entra ID is busy: tried again until the time has passed. */
async function withRetries(
  id: string,
  { operation, days }: { readonly operation: string; readonly days: number },
  desk: Desk,
): Promise<CreatedSecret> {
  const { administration, io, order, clock, timeout, signal, delay } = desk;
  const until = clock() + timeout;
  const atMost = `waiting at most ${Math.ceil(timeout / 1000)} s`;
  const progress = beginProgress(io, `Creating the secret in Entra ID; ${atMost}`);
  try {
    for (let attempt = 0; ; attempt++)
      try {
        const endDate = new Date(clock() + days * DAY);
        return await administration.addSecret(id, { operation, endDate }, actFrom(order));
      } catch (error) {
        if (!(error instanceof ProvisioningError) || !PASSING.has(error.reason) || signal.aborted)
          throw error;
        const pause = 1000 * Math.max(error.retryAfter ?? 0, Math.min(2 ** attempt, 60));
        if (clock() + pause > until) throw error;
        progress.show(`${provisioningText(error)}, tried again in ${Math.ceil(pause / 1000)} s; ${atMost}`);
        await delay(pause, signal);
        if (signal.aborted) throw new Refused("interrupted; no secret was created", { cause: error });
      }
  } finally {
    progress.end();
  }
}

const PASSING: ReadonlySet<string> = new Set(["busy", "unavailable", "not-ready"]);

async function keep(secret: CreatedSecret, file: SecretFile, id: string): Promise<void> {
  try {
    await file.write(secret.secret);
  } catch (error) {
    await file.discard();
    const { code } = error as NodeJS.ErrnoException;
    const remove = `product-auth applications remove-secret ${id} --key-id ${secret.keyId} --yes`;
    throw new Refused(
      `secret ${secret.keyId} was created, but its file could not be written (${code}): ${remove}`,
      { cause: error },
    );
  }
}

function write(
  { keyId, secret, endDate }: CreatedSecret,
  {
    id,
    operation,
    path,
  }: { readonly id: string; readonly operation: string; readonly path: string | undefined },
  { io, order }: Desk,
): ExitCode {
  const end = new Date(endDate).toISOString();
  const notes = [
    `Client id ${id}: secret with key id ${keyId}, ends ${shortMoment(end)}.`,
    "It is not shown again. Entra ID may refuse it with AADSTS7000215 for some seconds.",
  ];
  io.stderr.write(notes.map((line) => `${printable(line)}\n`).join(""));
  if (order.flags.has("json")) {
    const text = path === undefined ? { secretText: secret } : { file: path };
    const document = { id, secret: { keyId, operation, endDate: end, ...text } };
    io.stdout.write(`${jsonText(document, 2)}\n`);
  } else if (path === undefined) io.stdout.write(`${secret}\n`);
  return 0;
}
