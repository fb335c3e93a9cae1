import type { CatalogOptions } from "@product-auth/core";

/** Names of the products. */
export type ProductName = "staff" | "payroll";
type ApiName = "timesheets" | "payslips";

// #region catalog
/** `audience`: of the API's registration. `clients`: the applications that may call; all others of the tenant are refused. */
export const catalog = (
  audience: string,
  clients: readonly string[],
): CatalogOptions<ProductName, ApiName> => ({
  products: {
    staff: {
      displayName: "Staff",
      description: "All employees of Contoso. They sign in; **no key** is needed.",
      audience,
      clients,
    },
    payroll: {
      displayName: "Payroll",
      description: "Payslips. Users sign in, **and** the team that runs the client has a key.",
      accepts: ["key"],
      // Besides the key: a token of the user, as the gateway's validate-jwt demands it.
      validateJwt: {
        name: "user",
        audiences: [audience],
        scopes: ["Payroll.Read"],
        caller: "delegated",
        clients,
      },
      approvalRequired: true,
      subscriptionsLimit: 1,
    },
  },
  apis: {
    timesheets: {
      displayName: "Timesheets",
      path: "timesheets",
      products: ["staff"],
      operations: {
        "list-timesheets": { method: "GET", urlTemplate: "/", displayName: "List my timesheets" },
        "record-hours": { method: "POST", urlTemplate: "/", displayName: "Record hours" },
      },
    },
    payslips: {
      displayName: "Payslips",
      path: "payslips",
      products: ["payroll"],
      operations: {
        "read-payslip": { method: "GET", urlTemplate: "/{month}", displayName: "Read my payslip" },
      },
    },
  },
});

/** What the routes require: of tokens, users' scopes instead of an application's role. */
export const rules = {
  readTimesheets: { product: "staff", scopes: ["Timesheets.Read"] },
  recordHours: { product: "staff", scopes: ["Timesheets.Write"] },
  readPayslips: { product: "payroll" }, // the key; the product's policy demands the token
} as const;
// #endregion catalog
