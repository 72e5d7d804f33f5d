import type { JsonObject } from "./json.js";

/** An event as hooks and subscriptions get it. */
export interface PluginEvent<Payload = JsonObject> {
  /** `evt_` and a ULID. */
  readonly id: string;
  /** Lower-case segments with dots between them. */
  readonly type: string;
  /** Of this envelope: `1.0`. */
  readonly version: string;
  /** UTC, RFC 3339. */
  readonly time: string;
  /** The name of the project. */
  readonly project: string;
  /** `core`, or the plugin that emitted it. */
  readonly source: string;
  readonly feature?: string;
  readonly taskId?: string;
  readonly payload?: Payload;
}

/**
 * Whether an event's name fits a name or a pattern: `*` is one segment, `**` at the end one or more.
 */
export function matchesEvent(pattern: string, type: string): boolean {
  const wanted = pattern.split(".");
  const segments = type.split(".");
  for (const [i, segment] of wanted.entries()) {
    if (segment === "**" && i === wanted.length - 1) {
      return segments.length > i;
    }

    if (i >= segments.length || (segment !== "*" && segment !== segments[i])) {
      return false;
    }
  }

  return segments.length === wanted.length;
}
