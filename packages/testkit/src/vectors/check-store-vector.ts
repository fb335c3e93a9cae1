import { equal, ok } from "node:assert/strict";
import type { StoreVector } from "./store-vector.js";
import type { VectorCall } from "./vector-task.js";

/** Compares the calls of every instance with what a vector expects. */
export function checkStoreVector(
  { instances, callsEach, expect }: StoreVector,
  calls: readonly (readonly VectorCall[])[],
): void {
  const all = calls.flat();
  equal(all.length, instances * callsEach);
  for (const { status } of all) ok(expect.statuses.includes(status), `answered ${status}`);
  checkAdmitted(expect, calls.map(admittedOf));
  for (const { headers, body } of all) {
    for (const [name, value] of Object.entries(expect.headers ?? {})) equal(headers[name], value, name);
    if (expect.body !== undefined) equal(body, expect.body);
  }
  checkDurations("a call", all, expect.slowestMs);
  const later = all.filter(({ isAfterFailure }) => isAfterFailure);
  checkDurations("a call after the first failure", later, expect.laterThanFirstFailureMs);
}

/** Number of calls that were admitted. */
export const admittedOf = (calls: readonly VectorCall[]): number =>
  calls.filter(({ status }) => status === 200).length;

function checkAdmitted(expect: StoreVector["expect"], each: readonly number[]): void {
  const [sum, shown] = [each.reduce((one, other) => one + other, 0), `${each.join(" + ")} admitted`];
  const { admitted, admittedAtLeast = 0, admittedAtMost = Infinity } = expect;
  if (admitted !== undefined) equal(sum, admitted, shown);
  ok(sum >= admittedAtLeast && sum <= admittedAtMost, shown);
}

function checkDurations(what: string, calls: readonly VectorCall[], bound: number | undefined): void {
  if (bound === undefined) return;
  ok(calls.length > 0, `${what}: there is none`);
  const slowest = Math.max(...calls.map(({ took }) => took));
  ok(slowest <= bound, `${what} took ${Math.round(slowest)} ms`);
}
