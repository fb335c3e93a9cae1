// What each door of a package is for. The main door is for what its package is for.
export const subjects = {
  "core/adapter": "For authors of adapters: guards, views of requests, answers, and marks for route reports.",
  "core/catalog": "Products, APIs and policies in a file: read, watched and checked.",
  "core/clients": "Client applications that are registered, linked and suspended while the application runs.",
  "core/counters": "For authors of stores: the port for the counters of limits, and counters in memory.",
  "core/records":
    "For authors of stores: the port for records of the portal and of client applications, and records in memory.",
  "core/subscriptions":
    "Repositories and administration of subscriptions: keys, states, scopes, an audit of changes.",
  "core/telemetry": "Metrics and attributes of spans for OpenTelemetry.",
  "emulator/command": "The command that starts the emulator, for programs that offer it under another name.",
  "express/portal": "Mounts the developer portal in Express.",
  "fastify/portal": "Mounts the developer portal in Fastify.",
  "koa/portal": "Mounts the developer portal in Koa.",
  "openapi/document": "For readers of parsed OpenAPI documents: faults and size, references, operations.",
  "openapi/text": "An OpenAPI document as text, JSON or YAML: read, and written with new members.",
  "openapi/yaml": "YAML as a JSON value, read within bounds.",
  "routes/express": "The route report of an Express application.",
  "routes/fastify": "The route report of a Fastify application.",
  "routes/koa": "The route report of a Koa application.",
  "routes/module": "The route report of an application that a module exports.",
  "testkit/adapter":
    "Parts of the contract for adapters, for further tests of one: tokens, requests, paths, a clock.",
  "testkit/certificates": "Certificates for tests, made with openssl.",
  "testkit/services": "PostgreSQL, Redis and other servers that tests start, and reasons to skip a test.",
};
