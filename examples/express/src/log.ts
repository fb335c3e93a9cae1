import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino";

/** A log of JSON lines: to the standard output, or to `destination`. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
