import type { SubscriptionChange } from "@product-auth/core";
import { changeOf } from "./change-message.js";
import type { RedisConnection } from "./redis-connection.js";

/** How changes are listened for. */
export interface ChangeListenerSettings {
  /** A client of the listener's own, not connected. */
  readonly client: RedisConnection;
  readonly channel: string;
  readonly onChange: (change: SubscriptionChange) => void;
  readonly onProblem: (error: Error) => void;
}

/**
 * Listens for changes on a connection of its own. The client connects and subscribes again by itself when the connection
 * is lost; each time the listener tells "everything", because changes may have been missed. It keeps no process alive.
 */
export class ChangeListener {
  readonly #client: RedisConnection;

  constructor({ client, channel, onChange, onProblem }: ChangeListenerSettings) {
    this.#client = client;
    let isListening = false;
    const tellEverything = () => {
      if (isListening) onChange("everything");
    };
    client.on("error", onProblem); // unheard, it would end the process
    client.on("ready", tellEverything);
    const listen = async () => {
      await client.connect();
      await client.subscribe(channel, (message) => onChange(changeOf(message)));
      isListening = true;
      tellEverything();
    };
    listen().catch((error: Error) => onProblem(error));
  }

  close(): void {
    if (this.#client.isOpen) this.#client.destroy();
  }
}
