import { JsonFileRecordRepository } from "#src/records/index.js";
import { JsonFileSubscriptionRepository, type JsonFileOptions } from "#src/repositories/index.js";
import { stored } from "../repositories/json-file.js";

/** What a shared file may contain: how to open it, and to add one entry. */
export interface Subject {
  open(path: string, options?: JsonFileOptions): Promise<OpenFile>;
}

/** An open file. */
export interface OpenFile {
  add(id: string, text: string): Promise<void>;
  ids(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export const subjects: Readonly<Record<"subscriptions" | "records", Subject>> = {
  subscriptions: {
    async open(path, options) {
      const repository = await JsonFileSubscriptionRepository.open(path, options);
      return {
        add: (id, displayName) => repository.insert(stored(id, { displayName })),
        ids: async () => (await repository.list()).items.map(({ id }) => id),
        close: () => repository.close(),
      };
    },
  },
  records: {
    async open(path, options) {
      const repository = await JsonFileRecordRepository.open(path, options);
      return {
        add: (id, text) => repository.write([{ put: { kind: "user", id, version: 1, value: { text } } }]),
        ids: async () => (await repository.list("user")).records.map(({ id }) => id),
        close: () => repository.close(),
      };
    },
  },
};
