import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type ts from "typescript";
import { type Project, readProject } from "./project.js";
import { findTypeScript, type TypeScript } from "./typescript.js";

/** What became of a compilation. */
export interface Compilation {
  /** Whether it is done: without errors, or without anything to do. */
  readonly succeeded: boolean;
  /** Lines for a person: `src/index.ts:3:5 error TS2322: …`. */
  readonly messages: readonly string[];
  /** The files that were written, relative to the plugin's folder. */
  readonly files: readonly string[];
}

/** Compiles a plugin's TypeScript into its `dist` folder, which is replaced as a whole when there are no errors. */
export function compile(packageDir: string): Compilation {
  return withProject(packageDir, (compiler, folder, project) => {
    const output = project.options.outDir!;
    if (!isBelow(folder, output) || project.files.some((file) => isBelow(output, file))) {
      return failed([`error: 'outDir' must be a folder of the plugin without sources: '${shown(folder, output)}' is not.`]);
    }

    if (project.files.length === 0) {
      return { succeeded: true, messages: [], files: [] };
    }

    return run(compiler, folder, output, compiler.createProgram([...project.files], project.options));
  });
}

/** Compiles files of a plugin, tests for example, into a folder that mirrors the plugin's. */
export function compileInto(packageDir: string, output: string, files: readonly string[]): Compilation {
  return withProject(packageDir, (compiler, folder, project) => {
    const options = { ...project.options, rootDir: folder, outDir: output, sourceMap: true, declaration: false };
    const typed = files.filter((file) => /\.[cm]?ts$/.test(file)).map((file) => join(folder, file));
    return run(compiler, folder, output, compiler.createProgram(typed, { ...options, declarationMap: false }));
  });
}

function withProject(
  packageDir: string,
  action: (compiler: TypeScript, folder: string, project: Project) => Compilation,
): Compilation {
  const folder = resolve(packageDir);
  const compiler = findTypeScript(folder);
  if (!compiler) {
    return failed(["error: the TypeScript compiler is not there: it ships with Speckit beside @ospec/plugin-sdk."]);
  }

  const project = readProject(compiler, folder);
  return project.errors.length > 0
    ? failed(project.errors.map((error) => format(compiler, folder, error)))
    : action(compiler, folder, project);
}

function run(compiler: TypeScript, folder: string, output: string, program: ts.Program): Compilation {
  const files = new Map<string, string>();
  const emitted = program.emit(undefined, (file, text) => files.set(file, text));
  const diagnostics = compiler.sortAndDeduplicateDiagnostics([
    ...compiler.getPreEmitDiagnostics(program),
    ...emitted.diagnostics,
  ]);
  const messages = diagnostics.map((diagnostic) => format(compiler, folder, diagnostic));
  if (diagnostics.some((diagnostic) => diagnostic.category === compiler.DiagnosticCategory.Error)) {
    return failed(messages);
  }

  replace(output, files);
  return { succeeded: true, messages, files: [...files.keys()].map((file) => shown(folder, file)).sort() };
}

function replace(output: string, files: ReadonlyMap<string, string>): void {
  const fresh = `${output}.${process.pid}.new`;
  const old = `${output}.${process.pid}.old`;
  try {
    for (const [file, text] of files) {
      const target = join(fresh, relative(output, file));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }

    moveIfThere(output, old);
    renameSync(fresh, output);
  } finally {
    rmSync(old, { recursive: true, force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOENT") {
      throw error;
    }
  }
}

function format(compiler: TypeScript, folder: string, diagnostic: ts.Diagnostic): string {
  const kind = compiler.DiagnosticCategory[diagnostic.category]!.toLowerCase();
  const text = `${kind} TS${diagnostic.code}: ${compiler.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`;
  if (!diagnostic.file) {
    return text;
  }

  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return `${shown(folder, diagnostic.file.fileName)}:${line + 1}:${character + 1} ${text}`;
}

function isBelow(folder: string, file: string): boolean {
  return resolve(file).startsWith(folder + sep);
}

function shown(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}

function failed(messages: readonly string[]): Compilation {
  return { succeeded: false, messages, files: [] };
}
