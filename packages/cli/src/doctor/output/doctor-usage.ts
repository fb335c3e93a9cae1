/** The help of the verb. */
export const doctorUsage: string = `Usage: product-auth doctor CATALOG [options]
       product-auth doctor MODULE [options]

Checks everything that an API needs to admit its callers: discovery document, signing keys and clock of each
issuer, the stores in the options, the registrations in Entra ID, and a real token. Only reads.

CATALOG is a catalog file, or options of Product Auth as JSON. MODULE exports options as its default, with stores
and functions; it may export records (a RecordRepository) beside them. It is loaded in a separate process.

  --tenant ID              directory (tenant) id (default: tenantId of the options, then AZURE_TENANT_ID)
  --client-id ID           a client application: requests one token for each product that it is linked to, and
                           has the API's rules judge it
  --client-secret-env NAME the environment variable that holds the client's secret
  --managed-identity       use the managed identity of this virtual machine for Microsoft Graph
  --timeout SECONDS        how long a check may take, 1 to 300 (default: 10)
  --json                   print one JSON document
  -h, --help               show this text
  --version                show the version

The registrations are compared when a credential for Microsoft Graph is set, as for product-auth provision:
PRODUCT_AUTH_GRAPH_TOKEN; AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or
AZURE_FEDERATED_TOKEN_FILE; IDENTITY_ENDPOINT with IDENTITY_HEADER. Application.Read.All is enough. Checks that
could not be made are listed with the reason.

Ends with 0 when there is no error, 1 when there is one, and 2 when the command line, the catalog, the options or
a credential is invalid.
`;
