/** When an old key ends after it was replaced: value of the form, words, seconds. */
export const GRACES: readonly { readonly value: string; readonly label: string; readonly seconds: number }[] =
  [
    { value: "at-once", label: "At once", seconds: 0 },
    { value: "in-1-hour", label: "In 1 hour", seconds: 3600 },
    { value: "in-24-hours", label: "In 24 hours", seconds: 86_400 },
    { value: "in-7-days", label: "In 7 days", seconds: 604_800 },
  ];
