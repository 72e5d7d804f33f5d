import type { EmitOptions, Subscription, SubscriptionHandler } from "../context/events.js";

/** What the plugin runs in. */
export interface RuntimeEnvironment {
  readonly name: "node";
  /** Of Node.js, without `v`. */
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  /** The program that started the plugin. */
  readonly host: { readonly name: string; readonly version: string };
}

/** The plugin's log: shown when `SPECIFY_TRACE=1` is set. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The project's events. */
export interface EventBus {
  /**
   * Emits an event. Plugins emit under `plugin.` only.
   * @returns The event's id.
   */
  emit(type: string, payload?: object, options?: EmitOptions): Promise<string>;

  /** Has a handler told of events that come while this process runs: a name, a pattern, or several. */
  subscribe(patterns: string | readonly string[], handler: SubscriptionHandler): Promise<Subscription>;
}

/** The plugin's configuration, by dotted keys. */
export interface ConfigManager {
  /** The value of a key such as `report.format`; undefined when there is none. */
  get(key: string): unknown;

  /** The value, or the fallback. A value of another type than the fallback's is a `UsageError` that names the key. */
  get<T extends string | number | boolean | readonly string[]>(key: string, fallback: T): Widened<T>;

  /** All of it. */
  all(): Readonly<Record<string, unknown>>;

  /** Reads it from the host again: the user may have changed it. */
  refresh(): Promise<void>;
}

/** The type of a literal: `get("limit", 20)` is a number, not 20. */
export type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : readonly string[];
