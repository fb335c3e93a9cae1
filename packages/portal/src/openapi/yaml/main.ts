// Runs in a worker thread: see `read-yaml.ts`.
import { parentPort, workerData } from "node:worker_threads";
import { DocumentError } from "../document-error.js";
import { yamlValue } from "./yaml-value.js";

let result: { value: unknown } | { problem: string };
try {
  result = { value: yamlValue(workerData as string) };
} catch (error) {
  result = { problem: error instanceof DocumentError ? error.message : "cannot be read" };
}
parentPort?.postMessage(result);
