import {
  ApplicationLimitError,
  ApplicationNotFoundError,
  ApplicationStateError,
  ProvisioningError,
  type ClientAdministration,
} from "@product-auth/core/clients";
import { bounded } from "../stores/bounded.js";
import { StoreUnavailableError } from "../stores/store-unavailable-error.js";
import type { ProvisioningHealth } from "./provisioning-health.js";

/** Milliseconds after which a call has failed that also asks Entra ID, whose own calls settle within 20 seconds. */
const ENTRA_TIMEOUT = 40_000;
/** Milliseconds that a page waits for the list of secrets. */
const LIST_TIMEOUT = 8000;

/** The administration, with a bound on each call; a store that fails rejects with `StoreUnavailableError`. Other answers are passed on. */
export function reachableApplications(
  given: ClientAdministration,
  health: ProvisioningHealth,
): ClientAdministration {
  const ofRecords = <T>(call: () => Promise<T>) => bounded(call, OF_RECORDS);
  const ofEntra = <T>(call: () => Promise<T>) =>
    bounded(call, { ...OF_RECORDS, timeout: ENTRA_TIMEOUT, late: noEntra });
  const ofSecrets = async <T>(timeout: number, call: () => Promise<T>): Promise<T> => {
    try {
      const answer = await bounded(call, { ...OF_RECORDS, timeout, late: noEntra });
      health.answered();
      return answer;
    } catch (error) {
      if (error instanceof ProvisioningError) health.failed(error);
      throw error;
    }
  };
  return Object.freeze({
    tokenUrl: given.tokenUrl,
    register: (...all) => ofEntra(() => given.register(...all)),
    approve: (...all) => ofEntra(() => given.approve(...all)),
    reject: (...all) => ofEntra(() => given.reject(...all)),
    link: (...all) => ofEntra(() => given.link(...all)),
    unlink: (...all) => ofEntra(() => given.unlink(...all)),
    suspend: (...all) => ofEntra(() => given.suspend(...all)),
    restore: (...all) => ofEntra(() => given.restore(...all)),
    transfer: (...all) => ofEntra(() => given.transfer(...all)),
    setOwnerState: (...all) => ofEntra(() => given.setOwnerState(...all)),
    delete: (...all) => ofEntra(() => given.delete(...all)),
    get: (id) => ofRecords(() => given.get(id)),
    list: (query) => ofRecords(() => given.list(query)),
    listSecrets: (id) => ofSecrets(LIST_TIMEOUT, () => given.listSecrets(id)),
    addSecret: (...all) => ofSecrets(ENTRA_TIMEOUT, () => given.addSecret(...all)),
    removeSecret: (...all) => ofSecrets(ENTRA_TIMEOUT, () => given.removeSecret(...all)),
    jobs: (query) => ofRecords(() => given.jobs(query)),
    job: (id) => ofRecords(() => given.job(id)),
    resume: (id) => ofEntra(() => given.resume(id)),
    completeStep: (...all) => ofEntra(() => given.completeStep(...all)),
    discard: (...all) => ofEntra(() => given.discard(...all)),
    resumeAll: () => given.resumeAll(),
    wait: (...all) => given.wait(...all),
    close: () => given.close(),
  } satisfies ClientAdministration);
}

// The administration has answered, with a no.
const ANSWERS = [
  ApplicationNotFoundError,
  ApplicationStateError,
  ApplicationLimitError,
  ProvisioningError,
  StoreUnavailableError,
];
const OF_RECORDS = { store: "records", answers: ANSWERS } as const;

const noEntra = () => new ProvisioningError("unavailable", "Microsoft Entra ID did not answer in time");
