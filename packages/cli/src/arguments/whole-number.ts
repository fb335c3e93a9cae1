import { Misuse } from "../misuse.js";

/** A number of seconds, a whole one. */
export function wholeSeconds(option: string, text: string, least: number): number {
  return wholeNumber(option, text, least, 2_000_000);
}

/** A whole number between two bounds. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Misuse(`--${option} is a whole number from ${least} to ${most}.`);
}
