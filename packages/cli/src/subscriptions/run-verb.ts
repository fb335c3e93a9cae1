import type { VerbName } from "./arguments/verbs.js";
import type { Order } from "./arguments/wish.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { atDesk } from "./desk.js";
import { changeState } from "./verbs/change-state.js";
import { checkKey } from "./verbs/check-key.js";
import { createSubscription } from "./verbs/create-subscription.js";
import { deleteSubscription } from "./verbs/delete-subscription.js";
import { listSubscriptions } from "./verbs/list-subscriptions.js";
import { migrateStore } from "./verbs/migrate-store.js";
import { regenerateKey } from "./verbs/regenerate-key.js";
import { renameSubscription, transferSubscription } from "./verbs/update-subscription.js";
import { showSubscription } from "./verbs/show-subscription.js";

const RUNS: Readonly<Record<VerbName, (order: Order, io: CommandIo) => Promise<ExitCode>>> = {
  list: atDesk(listSubscriptions),
  show: atDesk(showSubscription),
  create: atDesk(createSubscription),
  activate: atDesk(changeState("activate")),
  suspend: atDesk(changeState("suspend")),
  reject: atDesk(changeState("reject")),
  cancel: atDesk(changeState("cancel")),
  expire: atDesk(changeState("expire")),
  rename: atDesk(renameSubscription),
  transfer: atDesk(transferSubscription),
  regenerate: atDesk(regenerateKey),
  delete: atDesk(deleteSubscription),
  check: checkKey,
  migrate: atDesk(migrateStore),
};

/** Does what was ordered. */
export const runVerb = (order: Order, io: CommandIo): Promise<ExitCode> => RUNS[order.verb](order, io);
