import { suggest } from "../define/suggest.js";
import { InvalidParamsError } from "../protocol/errors.js";
import { handlerIn } from "./exported.js";
import type { Lifecycle } from "./lifecycle.js";

/** A place of the manifest: which file, and what of it, handles what. */
export interface EntryPoint {
  /** The handler's id, such as `command:greeter:hello`. */
  readonly handler: string;
  /** Relative to the package. */
  readonly path: string;
  readonly member: string | undefined;
  /** The name in the manifest. */
  readonly name: string | undefined;
}

/** Loads what an entry point exports, and the object that it belongs to. */
export interface ExportLoader {
  load(path: string, member: string | undefined): Promise<{ readonly value: unknown; readonly owner: unknown }>;
}

/** The handlers of a process, loaded at their first call. */
export class Handlers {
  readonly entries: readonly EntryPoint[];
  readonly #loader: ExportLoader;
  readonly #lifecycle: Lifecycle;

  constructor(entries: readonly EntryPoint[], loader: ExportLoader, lifecycle: Lifecycle) {
    this.entries = entries;
    this.#loader = loader;
    this.#lifecycle = lifecycle;
  }

  /** The entry points of an id, all those of one name if there is one. */
  find(id: string, name?: string): EntryPoint[] {
    return this.entries.filter(
      (entry) => entry.handler === id && (name === undefined || entry.name === undefined || entry.name === name),
    );
  }

  /** The entry point of an id. Without one the error names it, and what it may have meant. */
  one(id: string, what: string, name?: string): EntryPoint {
    const [entry] = this.find(id, name);
    if (!entry) {
      const prefix = id.slice(0, id.indexOf(":") + 1);
      const names = this.entries.filter((e) => e.handler.startsWith(prefix)).map((e) => e.handler.slice(prefix.length));
      throw new InvalidParamsError(`The plugin has no ${what}.${suggest(id.slice(prefix.length), names)}`);
    }

    return entry;
  }

  /** The entry point of a kind when there is but one. */
  only(kind: string): EntryPoint {
    const entries = this.entries.filter((entry) => entry.handler.startsWith(`${kind}:`));
    if (entries.length !== 1) {
      throw new InvalidParamsError(`The plugin has ${entries.length} handlers '${kind}': 'name' must say which.`);
    }

    return entries[0]!;
  }

  /** The object that handles an entry point, ready to be called: plugin objects are active by then. */
  async use(entry: EntryPoint): Promise<object> {
    const { value, owner } = await this.#loader.load(entry.path, entry.member);
    const handler = this.#resolve(value, entry);
    await this.#lifecycle.start(owner);
    return handler;
  }

  /** Loads an entry point without using it; an error says what is wrong with it. */
  async verify(entry: EntryPoint): Promise<void> {
    const { value, owner } = await this.#loader.load(entry.path, entry.member);
    this.#resolve(value, entry);
    this.#lifecycle.add(owner);
  }

  #resolve(exported: unknown, entry: EntryPoint): object {
    const handler = handlerIn(exported, entry.handler);
    if (typeof handler === "string") {
      const place = entry.member ? `${entry.path}:${entry.member}` : entry.path;
      throw new TypeError(`${place} does not handle ${entry.handler}: ${handler}.`);
    }

    return handler;
  }
}
