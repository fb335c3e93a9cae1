/** The command's help. */
export const usage: string = `Usage: product-auth emulator [options]

Runs an Entra-compatible token issuer on this machine, for development and tests only.
Without --config it registers one product, "starter", and one client, "contoso".

  --config FILE     products, clients, users and settings as JSON
  --port PORT       port to listen on (default: a free one)
  --host HOST       name or address to listen on (default: 127.0.0.1)
  --allow-remote    allow a host that other machines can reach, and requests to any Host
  --https           serve https, with a certificate made on this machine
  --tls-dir DIR     where the certificate is kept (default: ~/.product-auth/emulator)
  --json            print URLs and registered applications as one JSON document
  -h, --help        show this text
  --version         show the version

Ends with 0 on SIGINT or SIGTERM, and with 2 when it cannot start.
`;
