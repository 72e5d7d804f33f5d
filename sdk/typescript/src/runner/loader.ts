import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { suggest } from "../define/suggest.js";
import { provideSdk } from "./resolution.js";

/** An export of a plugin's file, and the object that it belongs to: itself, or the file's default export. */
export interface Loaded {
  readonly value: unknown;
  readonly owner: unknown;
}

type Exports = Readonly<Record<string, unknown>>;

/** Loads the files of a plugin, each once. */
export class Loader {
  readonly #root: string;
  readonly #files = new Map<string, Promise<Exports>>();
  readonly #exports = new Map<string, Promise<Loaded>>();

  constructor(packageDir: string) {
    this.#root = realpathSync(packageDir);
  }

  /**
   * What an entry point exports; classes are constructed, once for each entry point.
   * @param member A name; the default export, else all exports, without one.
   */
  load(path: string, member: string | undefined): Promise<Loaded> {
    const key = JSON.stringify([path, member ?? ""]);
    let loaded = this.#exports.get(key);
    if (!loaded) {
      loaded = this.#select(path, member);
      this.#exports.set(key, loaded);
    }

    return loaded;
  }

  async #select(path: string, member: string | undefined): Promise<Loaded> {
    const exports = await this.#file(path);
    if (!member) {
      const value = construct(exports.default ?? exports);
      return { value, owner: value };
    }

    if (Object.hasOwn(exports, member)) {
      const value = construct(exports[member]);
      return { value, owner: value };
    }

    if (exports.default !== undefined) {
      const { value: owner } = await this.load(path, undefined);
      const value = memberOf(owner, member);
      if (value !== undefined) {
        return { value, owner };
      }
    }

    const names = Object.keys(exports).filter((name) => name !== "default" && name !== "module.exports");
    throw new TypeError(
      `${path} exports no '${member}'.${suggest(member, names) || ` It exports ${names.join(", ") || "nothing"}.`}`,
    );
  }

  #file(path: string): Promise<Exports> {
    let file = this.#files.get(path);
    if (!file) {
      file = this.#import(path);
      this.#files.set(path, file);
    }

    return file;
  }

  async #import(path: string): Promise<Exports> {
    const file = this.#find(path);
    await provideSdk(file);
    const namespace = (await import(pathToFileURL(file).href)) as Exports;
    // TypeScript's CommonJS keeps its default export in an export of that name.
    const inner = namespace.default;
    return typeof inner === "object" && inner !== null && "__esModule" in inner ? (inner as Exports) : namespace;
  }

  #find(path: string): string {
    let file: string;
    try {
      file = realpathSync(join(this.#root, path));
    } catch {
      throw new TypeError(`The plugin has no file '${path}'.`);
    }

    if (!file.startsWith(this.#root + sep)) {
      throw new TypeError(`'${path}' is not in the plugin's folder.`);
    }

    return file;
  }
}

function construct(value: unknown): unknown {
  return isClass(value) ? new value() : value;
}

function isClass(value: unknown): value is new () => unknown {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}

function memberOf(owner: unknown, member: string): unknown {
  if (typeof owner !== "object" || owner === null || !(member in owner)) {
    return undefined;
  }

  const value = (owner as Record<string, unknown>)[member];
  return typeof value === "function" && !isClass(value) ? value.bind(owner) : construct(value);
}
