/** The help of the verb. */
export const importUsage: string = `Usage: product-auth import PATH… [options]

Reads the configuration of an Azure API Management service and shows what a catalog of Product Auth carries over and
what it does not. PATH is a file or a folder: APIOps artifacts, ARM templates, answers of the management API, the
JSON of terraform show -json, or policy documents. Nothing is fetched from a network.

  --out DIR             write catalog.json, options.json, rules.json, IMPORT.md and .env.example to this folder
  --scope SCOPE         where policy documents stand that are given alone: global, product:NAME, api:NAME,
                        operation:API/NAME, fragment:NAME
  --parameters FILE     parameters of ARM templates
  --overrides FILE      values of an environment, as APIOps takes them: configuration.prod.yaml
  --secrets FILE        keys of subscriptions: {"ID": {"primaryKey": "…", "secondaryKey": "…"}}
  --subscriptions FILE  write the subscriptions whose keys are known to this file, which only its owner can read
  --requests FILE       write a shell script to this file that calls the service: of each carried rule a call that
                        must pass and one that must be refused
  --accept FILE         findings that were judged: [{"code": …, "at": …, "element": …, "reason": …, "until": …}]
  --check               write nothing; end with 3 when what is in --out differs from what would be written
  --strict              end with 1 also when something is carried with a difference
  --force               replace files that were edited since the last import
  --json                print the report as one JSON document
  -h, --help            show this text
  --version             show the version

What is lost is closed: the API is left out of the catalog until the finding is solved or accepted.

Ends with 0 when everything that decides about access is carried over or accepted; 1 when something is lost; 2 when
the command line or an input is invalid, or a file cannot be written: then nothing is written; and 3 when --check
found changes.
`;
