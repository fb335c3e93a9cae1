export const HELP = `npm create @product-auth@latest [FOLDER] [-- options]

Makes an API in FOLDER (default: my-api), which must be empty or new. What no option says is asked for.

  --framework NAME   express (default), koa or fastify
  --callers WHAT     what callers show: tokens (default), keys, either, or both together
  --portal           with a developer portal; --no-portal (default): without
  --issuer WHICH     local (default): an issuer on this machine until you name a tenant; or the id of an Entra tenant.
                     For tokens, and for the sign-in of the portal
  --store WHERE      where subscriptions live: file (default), postgres or redis. For keys
  --yes              asks nothing: the defaults, where no option says otherwise
  --help             this text
  --version          the version

With ACCESSIBLE=1 in the environment, questions are lines that are never drawn again, for screen readers.

Ends with 0 when the API is made, 1 when FOLDER cannot be used, 2 when an option is wrong or there is no terminal to ask
in, and 130 after Ctrl-C. Except with 0, nothing is written.
`;
