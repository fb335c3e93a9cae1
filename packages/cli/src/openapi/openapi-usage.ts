/** The help of the verb. */
export const openApiUsage: string = `Usage: product-auth openapi MODULE --document FILE [options]

Compares what an OpenAPI document says about each operation with what the application demands, and fails when the two
differ. With --write it writes what the application demands into the document instead.

MODULE is a file that exports the application, as for "product-auth routes". It is loaded in a separate process that
ends with the report. No request is made. FILE is OpenAPI 3 in YAML or JSON.

  --document FILE           the document
  --check                   compare only; this is the default
  --write                   write security, x-product and the security schemes for them; a file that does not exist
                            is created with every route. Everything else in the file stays as it is
  --responses               with --write: add the responses 401, 403, 429 and 503 as well
  --authorization-url URL   with --write: addresses for a new oauth2 scheme, which scopes need
  --token-url URL
  --base-path PATH          where the paths of the document are served (default: the paths of the servers)
  --elsewhere NAME          a security scheme that something else enforces, such as a proxy; may be repeated
  --strict                  fail, too, when the document does not describe a route
  --export NAME             the export to look at
  --timeout SECONDS         how long loading may take (default: 30)
  --json                    print the comparison as JSON: operations, drifts, undocumented, problems
  -h, --help                show this text
  --version                 show the version

Ends with 0 when nothing differs, with 1 when something does, after --write something that cannot be written, or when
the document has no operations, and with 2 when there is no result: the module or the document cannot be read, or the
command line is not valid.
`;
