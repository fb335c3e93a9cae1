/** The help of the verb. */
export const limitsUsage: string = `Usage: product-auth limits show SUBSCRIPTION [options]
       product-auth limits reset SUBSCRIPTION --yes [options]
       product-auth limits show|reset --client ID [options]

Shows, or resets, what a subscription or a client application has used of the rate limits and quotas in a catalog
file. The counters must be in Redis or PostgreSQL: those in the memory of an application cannot be read from outside.

  --catalog FILE           catalog file of the API, which contains its limits (default: catalog.json)
  --counters ADDRESS       where the API counts: redis://…, rediss://… or postgres://…
  --counters-env NAME      environment variable that holds this address: no password in the history
  --counters-prefix TEXT   what keys of counters in Redis begin with (default: {product-auth}:)
  --counters-schema NAME   schema of the counters in PostgreSQL (default: product_auth)
  --client ID              a client application instead of a subscription: the limits of its tokens
  --product NAME           with --client: only calls to this product (default: every product)

  --store ADDRESS          where the subscriptions are: file:PATH, postgres://…, redis://… or rediss://…
                           (default: those in the catalog file)
  --store-env NAME         environment variable that holds this address
  --schema NAME            schema of the subscriptions in PostgreSQL (default: product_auth)
  --prefix TEXT            what keys of subscriptions in Redis begin with (default: {product-auth}:)
  --timeout SECONDS        how long to wait for an answer of a store (default: 10)

  --yes                    with reset: reset it indeed
  --by WHO                 with reset: who does it, for the audit
  --comment TEXT           with reset: why; kept in the audit
  --audit FILE             with reset: append the audit to a file, a JSON line for each act (default: stderr)
  --json                   print one JSON document
  -h, --help               show this text
  --version                show the version

A limit by address, user, header, claim or function has a counter for each value. It is listed without a number, and is
not reset.

Ends with 0 when it is done, 1 when there is no such subscription, and 2 when the command makes no sense or a
file or store cannot be used.
`;
