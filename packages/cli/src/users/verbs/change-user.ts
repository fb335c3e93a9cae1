import type { UserAct, UserAdministration, UserChange, UserWork } from "@product-auth/portal";
import type { CommandIo, ExitCode } from "../../command-io.js";
import { beginProgress } from "../../output/progress.js";
import { writeDocument } from "../../output/write-document.js";
import { printable } from "../../printable.js";
import { consentTo } from "../../arguments/consent-to.js";
import type { Order } from "../arguments/users-form.js";
import type { Desk, Work } from "../desk.js";
import { findUser, userNameFrom } from "../find-user.js";
import { documentOf, workDocumentOf } from "../output/user-document.js";
import { leftText, userPage } from "../output/user-text.js";

type Change = (users: UserAdministration, id: string, act: UserAct) => Promise<UserChange>;

/** Blocks a user, or gives the access back. */
export function changeState(verb: "block" | "unblock") {
  return function prepareState(order: Order): Work {
    const name = userNameFrom(order.subject);
    return (desk) => change(name, (users, id, act) => users[verb](id, act), desk);
  };
}

/** Deletes a user, after a question. Run again, it finishes what is left. */
export function deleteUser(order: Order, io: CommandIo): Work {
  const name = userNameFrom(order.subject);
  const confirm = consentTo(`Delete the user ${name}, with subscriptions and applications?`, order, io);
  return async function remove(desk) {
    await confirm();
    return change(name, (users, id, act) => users.delete(id, act), desk);
  };
}

async function change(name: string, make: Change, desk: Desk): Promise<ExitCode> {
  const { users, order, io, signal } = desk;
  const { id } = await findUser(name, desk);
  const { comment } = order.texts;
  const changed = await make(users, id, comment === undefined ? {} : { comment });
  const left = await finish(id, changed.work, desk);
  const user = documentOf((await users.get(id)) ?? changed.user);
  const work = left && workDocumentOf(left);
  const document = { user, ...(work !== undefined && { work }) };
  const text = user.state === "deleted" ? `User ${id} is deleted.\n` : userPage(user, document);
  writeDocument(desk, document, text);
  if (user.state === "deleted") await noteEntra(id, desk);
  if (work === undefined) return 0;
  if (signal.aborted) io.stderr.write("product-auth: interrupted.\n");
  const again = `product-auth users ${order.verb} ${id}`;
  io.stderr.write(
    `product-auth: ${printable(`User ${id} is ${user.state}, but ${leftText(work)}`)}. ` +
      `A portal that runs on these records continues; so does the command: ${again}\n`,
  );
  return 1;
}

/** Milliseconds between two looks at work that another process does, or that failed. */
const LOOK_EVERY = 500;

/** Waits for the work, which this process or a portal does. Returns what is left when the time has passed. */
async function finish(
  id: string,
  first: UserWork | undefined,
  { users, io, timeout, signal, clock, delay }: Desk,
): Promise<UserWork | undefined> {
  let work = first;
  if (work === undefined) return undefined;
  const until = clock() + timeout;
  const atMost = `waiting at most ${Math.ceil(timeout / 1000)} s`;
  const progress = beginProgress(io, `${leftText(work)}; ${atMost}`);
  try {
    while (work !== undefined && clock() < until && !signal.aborted) {
      await delay(LOOK_EVERY, signal);
      await users.resumeAll();
      work = await users.workOf(id);
      if (work !== undefined) progress.show(`${leftText(work)}; ${atMost}`);
    }
    return work;
  } finally {
    progress.end();
  }
}

/** Registrations are removed from Entra ID with credentials only, which this command does not use. */
async function noteEntra(ownerId: string, { records, io }: Desk): Promise<void> {
  const { records: jobs } = await records.list("job", { owner: ownerId, limit: 1 });
  if (jobs.length > 0)
    io.stderr.write(
      "Registrations are left in Entra ID. The portal removes them, or: product-auth applications resume\n",
    );
}
