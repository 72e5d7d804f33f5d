import { InvalidParamsError, NotFoundError, RefusedError, TooLargeError } from "../protocol/errors.js";
import { matchesGlob } from "./globs.js";

const maxFileBytes = 8 * 1024 * 1024;
const maxPathLength = 4096;

/** What plugins may not write: the state of tools that run programs of their own accord. */
const readOnlyRoots = new Set([
  ".git",
  ".specify",
  ".claude",
  ".cursor",
  ".vscode",
  ".idea",
  ".mcp.json",
  ".envrc",
  ".husky",
  ".bashrc",
  ".bash_profile",
  ".profile",
  ".zshrc",
  ".zshenv",
]);

/** The files of a project that exists in memory only. The host's rules hold for the plugin, not for the test. */
export class MockFiles {
  readonly #files = new Map<string, Uint8Array>();
  readonly #folders = new Set<string>();

  /** What `changedFiles` answers. */
  changed: readonly string[] = [];

  /** Creates or replaces a file. */
  create(path: string, content: string | Uint8Array): void {
    this.#files.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  }

  /** Removes a file. */
  remove(path: string): void {
    this.#files.delete(path);
  }

  /** A file's text; undefined when there is none. */
  text(path: string): string | undefined {
    const bytes = this.#files.get(path);
    return bytes && Buffer.from(bytes).toString("utf8");
  }

  /** A file's bytes; undefined when there is none. */
  bytes(path: string): Uint8Array | undefined {
    return this.#files.get(path);
  }

  /** The paths of all files, sorted. */
  get paths(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  /** The folders that the plugin made. */
  get folders(): readonly string[] {
    return [...this.#folders].sort();
  }

  /** @internal */
  glob(patterns: readonly string[], exclude: readonly string[]): string[] {
    return this.paths.filter(
      (path) =>
        !isHidden(path) &&
        patterns.some((pattern) => matchesGlob(pattern, path)) &&
        !exclude.some((pattern) => matchesGlob(pattern, path)),
    );
  }

  /** @internal */
  read(path: string): Uint8Array {
    const relative = parse(path);
    if (isHidden(relative)) {
      throw new RefusedError(`${path}: plugins may not read it`);
    }

    const bytes = this.#files.get(relative);
    if (!bytes) {
      throw new NotFoundError(`${path} does not exist`);
    }

    return checkSize(path, bytes);
  }

  /** @internal */
  write(path: string, bytes: Uint8Array): void {
    this.#files.set(writable(path), checkSize(path, bytes));
  }

  /** @internal */
  createDirectory(path: string): void {
    this.#folders.add(writable(path));
  }
}

function checkSize(path: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length > maxFileBytes) {
    throw new TooLargeError(`${path} is larger than ${maxFileBytes} bytes`);
  }

  return bytes;
}

function writable(path: string): string {
  const relative = parse(path);
  const segments = relative.toLowerCase().split("/");
  if (readOnlyRoots.has(segments[0]!) || segments.includes(".git")) {
    throw new RefusedError(`${path}: plugins may not change it`);
  }

  return relative;
}

function isHidden(path: string): boolean {
  return path.split("/")[0]!.toLowerCase() === ".specify";
}

function parse(path: string): string {
  const segments = path.split("/").filter((segment) => segment.length > 0 && segment !== ".");
  const bad =
    path.length === 0 ||
    path.length > maxPathLength ||
    path.startsWith("/") ||
    segments.length === 0 ||
    segments.some((segment) => segment === ".." || /[\\\0:]/.test(segment));
  if (bad) {
    throw new InvalidParamsError(
      `'${path}' is not a path below the project: paths are relative, with forward slashes and without '..'`,
    );
  }

  return segments.join("/");
}
