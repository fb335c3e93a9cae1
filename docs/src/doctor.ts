// #region module
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import type { ProductAuthOptions } from "@product-auth/express";

const subscriptions = await JsonFileSubscriptionRepository.open("subscriptions.json");

const options: ProductAuthOptions = {
  products: { batch: { displayName: "Batch", accepts: ["key"] } },
  subscriptions,
};
export default options;
export const records: JsonFileRecordRepository = await JsonFileRecordRepository.open("records.json");
// #endregion module
