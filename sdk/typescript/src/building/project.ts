import { join } from "node:path";
import type ts from "typescript";
import { sdkFolder, type TypeScript, typeRoot } from "./typescript.js";

/** What is compiled, and how. */
export interface Project {
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly errors: readonly ts.Diagnostic[];
}

/** The settings of a plugin that has no `tsconfig.json`. */
const usual = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    rootDir: "src",
    outDir: "dist",
    declaration: true,
    strict: true,
    skipLibCheck: true,
  },
  include: ["src"],
};

/** Reads a plugin's `tsconfig.json`, and lets it find this package and the types of Node.js without `node_modules`. */
export function readProject(compiler: TypeScript, packageDir: string): Project {
  const file = join(packageDir, "tsconfig.json");
  const read = compiler.sys.fileExists(file)
    ? compiler.readConfigFile(file, compiler.sys.readFile)
    : { config: usual as unknown };
  if ("error" in read && read.error) {
    return { files: [], options: {}, errors: [read.error] };
  }

  const parsed = compiler.parseJsonConfigFileContent(read.config, compiler.sys, packageDir, undefined, file);
  // 18003: no files. A plugin in JavaScript has none.
  const errors = parsed.errors.filter((error) => error.code !== 18003);
  return { files: parsed.fileNames, options: { ...parsed.options, ...added(parsed.options, packageDir) }, errors };
}

function added(options: ts.CompilerOptions, packageDir: string): ts.CompilerOptions {
  return {
    outDir: options.outDir ?? join(packageDir, "dist"),
    noEmit: false,
    noEmitOnError: true,
    incremental: false,
    composite: false,
    typeRoots: [...(options.typeRoots ?? [join(packageDir, "node_modules/@types")]), typeRoot],
    paths: {
      ...options.paths,
      "@ospec/plugin-sdk": [join(sdkFolder, "dist/index.d.ts")],
      "@ospec/plugin-sdk/testing": [join(sdkFolder, "dist/testing/index.d.ts")],
    },
  };
}
