import { runForm } from "../arguments/run-form.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { USERS } from "./arguments/users-form.js";
import type { VerbName } from "./arguments/users-verbs.js";
import { atDesk, type Surroundings, type VerbRun } from "./desk.js";
import { REFUSALS } from "./refusals.js";
import { changeState, deleteUser } from "./verbs/change-user.js";
import { inviteUser } from "./verbs/invite-user.js";
import { listUsers } from "./verbs/list-users.js";
import { showUser } from "./verbs/show-user.js";

const RUNS: Readonly<Record<VerbName, VerbRun>> = {
  list: atDesk(listUsers, { reads: true }),
  show: atDesk(showUser, { reads: true }),
  invite: atDesk(inviteUser),
  block: atDesk(changeState("block"), { owned: true }),
  unblock: atDesk(changeState("unblock"), { owned: true }),
  delete: atDesk(deleteUser, { owned: true }),
};

/** Runs `product-auth users` with these arguments; never rejects. */
export const runUsers = (
  args: readonly string[],
  io: CommandIo,
  surroundings: Surroundings,
): Promise<ExitCode> =>
  runForm(
    { form: USERS, run: (order, to) => RUNS[order.verb](order, to, surroundings), refusals: REFUSALS },
    args,
    io,
  );
