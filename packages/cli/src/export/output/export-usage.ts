/** The help of the verb. */
export const exportUsage: string = `Usage: product-auth export CATALOG [options]

Writes a catalog of Product Auth as a folder of APIOps: products, APIs and policy documents of Azure API Management.
CATALOG is a catalog file, or a folder that product-auth import wrote. Without --out it shows what the gateway cannot
enforce, and writes nothing. Nothing is sent to a service.

  --out DIR       write the files to this folder
  --options FILE  options of the instance as JSON: tenantId, issuers, clockTolerance, tokenSource, failedValidation,
                  decryptionKeys. Default: options.json of the folder
  --check         write nothing; end with 3 when what is in --out differs from what would be written
  --force         replace files that were edited since the last export
  --json          print the findings as one JSON document
  -h, --help      show this text
  --version       show the version

What the gateway cannot enforce is closed: the document of its place refuses every call with 403.

Ends with 0 when the gateway enforces everything; 1 when something is closed; 2 when the command line or an input is
invalid, or a file cannot be written: then nothing is written; and 3 when --check found changes.
`;
