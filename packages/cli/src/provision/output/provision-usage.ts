/** The help of the verb. */
export const provisionUsage: string = `Usage: product-auth provision CATALOG [mode] [options]

Registers the products of a catalog and its client applications in Entra ID, through Microsoft Graph.
CATALOG is a catalog file, or a module that exports a catalog as its default; a module is only read.

Without a mode it prints the plan and writes nothing. Modes:

  --apply                  make the changes of the plan; asks on a terminal, needs --yes elsewhere
  --check                  end with 3 when --apply would change anything, the catalog file included
  --destroy                delete what this instance registered; asks on a terminal, needs --yes elsewhere
  --rotate-secret CLIENT   add a secret to a client of the catalog and print it, this once
  --remove-secret CLIENT --key-id ID --yes
                           remove a secret of a client

Options:

  --adopt AT[=APPID]       take over an application: products.gold, clients.batch; several times
  --new AT                 create another application beside one that has the same name; several times
  --prune                  delete what is no longer in the catalog
  --purge                  with --destroy: from the deleted items too; cannot be restored
  --out FILE               write the completed catalog to FILE instead of the catalog
  --days N                 with --rotate-secret: days until the secret ends, 1 to 365 (default: 365)
  --secret-file FILE       with --rotate-secret: write the secret to a new file that only you may read
  --operation ID           with --rotate-secret: run a rotation again that was interrupted
  --tenant ID              directory (tenant) id (default: AZURE_TENANT_ID)
  --managed-identity       use the managed identity of this virtual machine
  --timeout SECONDS        how long a step may wait for Entra ID, 1 to 3600 (default: 300)
  --yes                    do it without a question
  --json                   print one JSON document
  -h, --help               show this text
  --version                show the version

Credentials, the first that is set: PRODUCT_AUTH_GRAPH_TOKEN; AZURE_CLIENT_ID with AZURE_CLIENT_SECRET,
AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE; IDENTITY_ENDPOINT with IDENTITY_HEADER. Other clouds:
PRODUCT_AUTH_GRAPH_URL, AZURE_AUTHORITY_HOST.

Ends with 0 when it is done, or the plan is made; 1 when something was refused: the output lists what was done and
what was not; 2 when the command line, the catalog, a credential or a file is invalid: nothing was written; and 3
when --check found changes.
`;
