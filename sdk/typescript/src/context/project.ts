import type { CallScope } from "./host.js";

/** Which files a glob gives. */
export interface GlobOptions {
  /** Patterns of files to leave out. */
  readonly exclude?: string | readonly string[];
}

/** The project's files. Paths are relative to it, with forward slashes, without `..`. */
export class Project {
  /** Its folder. */
  readonly root: string;
  readonly name: string;
  readonly #scope: CallScope;

  constructor(scope: CallScope, info: { readonly root: string; readonly name: string }) {
    this.#scope = scope;
    this.root = info.root;
    this.name = info.name;
  }

  /**
   * The files that fit a pattern or one of several: `*`, `?`, `**`, `{a,b}`. Needs `filesystem.read`.
   */
  async glob(patterns: string | readonly string[], options: GlobOptions = {}): Promise<string[]> {
    const exclude = options.exclude === undefined ? undefined : listOf(options.exclude);
    const answer = await this.#scope.ask("project/glob", { patterns: listOf(patterns), exclude });
    return [...answer.texts("files")];
  }

  /** A file's text. One that is not UTF-8 is read with replacement characters. Needs `filesystem.read`. */
  async readText(path: string): Promise<string> {
    const { content, encoding } = await this.#read(path);
    return encoding === "base64" ? Buffer.from(content, "base64").toString("utf8") : content;
  }

  /** A file's bytes. Needs `filesystem.read`. */
  async readBytes(path: string): Promise<Uint8Array> {
    const { content, encoding } = await this.#read(path);
    return new Uint8Array(Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  }

  /**
   * The files that changed. Needs `filesystem.read`.
   * @param since A commit; the last one unless told.
   */
  async changedFiles(since?: string): Promise<string[]> {
    return [...(await this.#scope.ask("project/changedFiles", { since })).texts("files")];
  }

  /** Writes a file, and the folders above it. Needs `filesystem.write`. */
  async writeText(path: string, text: string): Promise<void> {
    await this.#scope.ask("project/writeFile", { path, content: text, encoding: "utf-8" });
  }

  /** Writes a file, and the folders above it. Needs `filesystem.write`. */
  async writeBytes(path: string, bytes: Uint8Array): Promise<void> {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
    await this.#scope.ask("project/writeFile", { path, content, encoding: "base64" });
  }

  /** Makes a folder, and those above it. Needs `filesystem.write`. */
  async createDirectory(path: string): Promise<void> {
    await this.#scope.ask("project/createDirectory", { path });
  }

  async #read(path: string): Promise<{ readonly content: string; readonly encoding: string | undefined }> {
    const file = await this.#scope.ask("project/readFile", { path });
    return { content: file.text("content"), encoding: file.optionalText("encoding") };
  }
}

function listOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}
