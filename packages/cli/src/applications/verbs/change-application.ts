import type { ApplicationChange, ClientAdministration } from "@product-auth/core/clients";
import { actFrom } from "../../arguments/act-from.js";
import type { CommandIo } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom, ownerFrom } from "../arguments/read-ids.js";
import { productNameFrom, productsFrom } from "../arguments/read-products.js";
import type { Work } from "../desk.js";
import { consentTo } from "../../arguments/consent-to.js";
import { writeChange } from "./write-change.js";

type Change = (administration: ClientAdministration) => Promise<ApplicationChange>;

const changing =
  (change: Change): Work =>
  async (desk) =>
    writeChange(await change(desk.administration), desk);

/** Links or approves a product, as the catalog has it. */
export function grantProduct(verb: "link" | "approve") {
  return async function prepareGrant(order: Order, io: CommandIo): Promise<Work> {
    const id = clientIdFrom(order.subject);
    const [product] = await productsFrom(order, [productNameFrom(order)], io);
    return changing((administration) => administration[verb](id, product!, actFrom(order)));
  };
}

/** Rejects or unlinks a product; it may be one that the catalog no longer has. */
export function endProduct(verb: "reject" | "unlink") {
  return async function prepareEnd(order: Order): Promise<Work> {
    const id = clientIdFrom(order.subject);
    const product = productNameFrom(order);
    return changing((administration) => administration[verb](id, product, actFrom(order)));
  };
}

/** Suspends an application, or restores it. */
export function changeState(verb: "suspend" | "restore") {
  return async function prepareState(order: Order): Promise<Work> {
    const id = clientIdFrom(order.subject);
    return changing((administration) => administration[verb](id, actFrom(order)));
  };
}

/** Gives an application to another owner. */
export async function transferApplication(order: Order, io: CommandIo): Promise<Work> {
  const id = clientIdFrom(order.subject);
  const { owner } = order.texts;
  if (owner === undefined) throw new Misuse("write the new owner: --owner OWNER");
  const ownerId = ownerFrom(owner);
  const removeSecrets = order.flags.has("remove-secrets");
  const confirm = removeSecrets ? consentTo(`Remove all secrets of ${id}?`, order, io) : undefined;
  return changing(async (administration) => {
    await confirm?.();
    return administration.transfer(id, ownerId, { ...actFrom(order), removeSecrets });
  });
}
