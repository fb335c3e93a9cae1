import type { ImportReport } from "#src/report/report.js";

/** A report of an import that has found nothing but these parts. */
export const reportWith = (parts: Partial<ImportReport>): ImportReport => ({
  report: 1,
  exit: 0,
  products: {},
  apis: {},
  subscriptions: [],
  clients: [],
  rules: [],
  effective: [],
  findings: [],
  held: [],
  environment: [],
  ...parts,
});
