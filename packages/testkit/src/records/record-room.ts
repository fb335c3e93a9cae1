import type { RecordRepository } from "@product-auth/core/records";
import type { TestRunner } from "../test-runner.js";
import type { RecordHarness } from "./record-harness.js";

/** A clock that a test moves. */
export interface RecordClock {
  now: number;
}

/** Opens the repository of one case; every call gives another instance over the same data. */
export type OpenRecords = () => Promise<RecordRepository>;

/** Declares one case; every instance it opens is closed after it. */
export type RecordCase = (
  name: string,
  body: (open: OpenRecords, clock: RecordClock) => Promise<void>,
) => void;

/** Makes the `RecordCase` of one subject. Each case has separate data and a separate clock. */
export function recordRoomsIn(runner: TestRunner, harness: RecordHarness): (subject: string) => RecordCase {
  return (subject) => {
    let count = 0;
    return (name, body) => {
      count += 1;
      const room = `${subject}-${count}`;
      runner.it(name, async () => {
        const clock: RecordClock = { now: Date.UTC(2026, 0, 1) };
        const opened: RecordRepository[] = [];
        try {
          await body(async () => {
            const repository = await harness.open(room, () => clock.now);
            opened.push(repository);
            return repository;
          }, clock);
        } finally {
          for (const repository of opened) await repository.close?.();
        }
      });
    };
  };
}
