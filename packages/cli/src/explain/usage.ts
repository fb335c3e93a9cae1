/** The command's help. */
export const usage: string = `Usage: product-auth explain TOKEN [options]
       product-auth explain - [options] < file-with-the-token
       product-auth explain --log FILE|- [--config FILE] [--json]

Says why an access token is admitted or refused: every check in its order, what the failed one wanted and
found, what to do about it, what the caller would see, and what the token says.

The token is sent nowhere: only discovery documents and keys are fetched. Its signature is never shown.
Prefer "-", which reads the token from standard input: an argument stays in the history of the shell and is
seen by every user who may list the processes. "Bearer " in front of the token does no harm.

With --log it explains the last decision in a log, one JSON object per line, without the token: what was
refused, by which rule, and whether the catalog that decided is the one in --config.

  --log FILE        a log with decision events of Product Auth, "-" for standard input
  --config FILE     options of Product Auth as JSON (default: product-auth.json)
                    functions and stores cannot be in it; subscriptions may be left out
                    with --log, a catalog file will do
  --product NAME    the product that the route demands; several: any of them
  --scope SCOPE     a delegated scope that the route demands; several: all of them
  --role ROLE       an app role that the route demands besides the product's; several: all of them
                    without any of these three: any product, as app.use(auth) demands
  --json            print the explanation as JSON
  --show-personal   show claims that identify people: names, addresses, the ids of users
  -h, --help        show this text
  --version         show the version

Ends with 0 when the token is admitted, 1 when it is refused, and 2 when that cannot be decided: the issuer
cannot be reached, the options are wrong, or the command makes no sense.
`;
