const DAY = 86_400_000;

/** How long a client secret lasts: value of the form, words, days. */
export interface SecretLifetime {
  readonly value: string;
  readonly label: string;
  readonly days: number;
}

/** The choices, the longest first. Microsoft recommends less than a year, and API Management gives one. */
export const LIFETIMES: readonly SecretLifetime[] = [
  { value: "in-one-year", label: "In one year", days: 365 },
  { value: "in-6-months", label: "In 6 months", days: 182 },
  { value: "in-3-months", label: "In 3 months", days: 91 },
];

/** The choices that a policy of the tenant allows; where it allows none of them, its longest one. */
export function lifetimesWithin(maximumDays: number): readonly SecretLifetime[] {
  const days = Math.floor(maximumDays);
  const allowed = LIFETIMES.filter((lifetime) => lifetime.days <= days);
  return LIFETIMES.some((lifetime) => lifetime.days === days) || days < 1 || days > 365
    ? allowed
    : [{ value: `in-${days}-days`, label: `In ${days} ${days === 1 ? "day" : "days"}`, days }, ...allowed];
}

/** The lifetime of a value that a form sends; undefined for one that is no choice. */
export function lifetimeOf(value: string | undefined): SecretLifetime | undefined {
  const known = LIFETIMES.find((lifetime) => lifetime.value === value);
  if (known !== undefined) return known;
  const days = Number(/^in-(\d{1,3})-days$/.exec(value ?? "")?.[1] ?? 0);
  return days >= 1 && days <= 365 ? { value: `in-${days}-days`, label: `In ${days} days`, days } : undefined;
}

/** When a secret ends that is made now. */
export const endOfLifetime = ({ days }: SecretLifetime, now: number): Date => new Date(now + days * DAY);

/** Days before the end of a secret at which its owner is reminded. */
export const REMINDERS: readonly number[] = [1, 7, 30];

/** The reminder that is due: 1, 7 or 30; undefined for a secret that has ended, or lasts longer. */
export const reminderDue = (endDate: number, now: number): number | undefined =>
  endDate <= now ? undefined : REMINDERS.find((days) => endDate - now <= days * DAY);

/** The time until the end of a secret. */
export function timeUntilWords(endDate: number, now: number): string {
  const days = Math.ceil((endDate - now) / DAY);
  return days <= 1 ? "within a day" : `in ${days} days`;
}
