/** The help of the verb. */
export const routesUsage: string = `Usage: product-auth routes MODULE [options]

Lists every route with what it demands, and fails when one is open without saying so.

MODULE is a file that exports an Express, Koa or Fastify application as "app" or as its default, or a function that
makes it; for Fastify also a plugin. It is loaded as it is, in a separate process that ends with the report:
nothing it starts goes on, and what it prints goes to stderr. No request is made.

  --export NAME      the export to look at
  --json             print the report as JSON: routes, unprotected, opaque
  --strict           fail, too, when a place could not be looked into that no guard stands before
  --timeout SECONDS  how long loading may take (default: 30)
  -h, --help         show this text
  --version          show the version

Ends with 0 when every route is guarded or says that it is open, with 1 when one is open without saying so, and
with 2 when there is no report: the module cannot be loaded, or the command makes no sense.
`;
