import type { Logger } from "../ospec/services.js";
import type { CallScope } from "./host.js";

/** The plugin's log, kept by the host. */
export class HostLogger implements Logger {
  readonly #scope: CallScope;

  constructor(scope: CallScope) {
    this.#scope = scope;
  }

  debug(message: string): void {
    this.#write("debug", message);
  }

  info(message: string): void {
    this.#write("info", message);
  }

  warn(message: string): void {
    this.#write("warning", message);
  }

  error(message: string): void {
    this.#write("error", message);
  }

  #write(level: string, message: string): void {
    void this.#scope.tell("log/write", { level, message: String(message) });
  }
}
