import assert from "node:assert/strict";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sdkVersion } from "../src/index.js";
import { folderWith, repository, sdk } from "./support/folders.js";
import { node } from "./support/process.js";

const build = (...args: string[]) => node([`${sdk}/dist/build.js`, ...args]);
const source = `import { defineCommand } from "@ospec/plugin-sdk";
import { readFileSync } from "node:fs";
export const hello = defineCommand({ name: "hello", arguments: { name: {} }, run: (_, { name }) => [name, typeof readFileSync] });
`;

test("build_FolderWithoutNodeModulesAndTsconfig_Compiles", async () => {
  const folder = folderWith({ "src/index.ts": source, "src/deep/other.ts": "export const x = 1;\n" });
  const ended = await build(folder);
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(ended.stdout.trim().split("\n"), [
    "dist/deep/other.d.ts",
    "dist/deep/other.js",
    "dist/index.d.ts",
    "dist/index.js",
  ]);
  assert.match(readFileSync(join(folder, "dist/index.js"), "utf8"), /require\("@ospec\/plugin-sdk"\)/);
  assert.doesNotMatch(readFileSync(join(folder, "dist/index.d.ts"), "utf8"), /tmp|share/);
  assert.deepEqual(readdirSync(folder).sort(), ["dist", "src"]);
});

test("build_OfAModule_WritesModules", async () => {
  const folder = folderWith({ "package.json": '{"type":"module"}', "src/index.ts": source });
  assert.equal((await build(folder)).code, 0);
  assert.match(readFileSync(join(folder, "dist/index.js"), "utf8"), /from "@ospec\/plugin-sdk"/);
});

test("build_WithTsconfig_KeepsItsSettings", async () => {
  const compilerOptions = { module: "CommonJS", outDir: "out", rootDir: "code", target: "ES2020", noEmit: true };
  const tsconfig = JSON.stringify({ compilerOptions, include: ["code"] });
  const folder = folderWith({ "code/a.ts": "export const a = 1n;\n", "tsconfig.json": `// mine\n${tsconfig}` });
  const ended = await build(folder);
  assert.equal(ended.stderr, "");
  assert.equal(ended.stdout, "out/a.js\n");
});

test("build_Mistakes_NamesFileLineAndColumnAndKeepsTheOldOutput", async () => {
  const folder = folderWith({
    "src/index.ts": `import { defineCommand } from "@ospec/plugin-sdk";\nexport const c = defineCommand({ name: 5, run: () => 1 });\n`,
    "dist/index.js": "old",
  });
  const ended = await build(folder);
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /^src\/index\.ts:2:34 error TS2322: Type 'number' is not assignable to type 'string'/);
  assert.equal(readFileSync(join(folder, "dist/index.js"), "utf8"), "old");
  assert.deepEqual(readdirSync(folder).sort(), ["dist", "src"]);
});

test("build_AfterAFileIsGone_ItsOutputIsGone", async () => {
  const folder = folderWith({ "src/index.ts": "export const a = 1;\n", "dist/gone.js": "old" });
  assert.equal((await build(folder)).code, 0);
  assert(!existsSync(join(folder, "dist/gone.js")));
});

for (const [what, files, message] of [
  ["BrokenTsconfig", { "tsconfig.json": "{ nonsense", "src/a.ts": "" }, /error TS1005/],
  ["UnknownOption", { "tsconfig.json": '{"compilerOptions":{"moduel":"x"}}', "a.ts": "" }, /error TS5025.*moduel/],
  ["OutputOutside", { "tsconfig.json": '{"compilerOptions":{"outDir":".."}}', "a.ts": "" }, /'outDir' must be/],
  ["OutputIsThePlugin", { "tsconfig.json": '{"compilerOptions":{"outDir":"."},"include":["src"]}', "src/a.ts": "" }, /'outDir' must be/],
  ["OutputIsTheSource", { "tsconfig.json": '{"compilerOptions":{"outDir":"src"},"files":["src/a.ts"]}', "src/a.ts": "" }, /'outDir' must be/],
] as [string, Record<string, string>, RegExp][]) {
  test(`build_${what}_Fails`, async () => {
    const ended = await build(folderWith(files));
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, message);
  });
}

test("build_JavaScript_HasNothingToDo", async () => {
  const ended = await build(folderWith({ "src/index.js": "" }));
  assert.deepEqual([ended.code, ended.stdout, ended.stderr], [0, "", ""]);
});

test("build_WrongUsage_IsSaid", async () => {
  assert.equal((await build()).code, 2);
  assert.equal((await build("a", "b")).code, 2);
  assert.match((await build("/no/such/folder")).stderr, /there is no folder/);
});

test("build_Link_LetsEditorsFindThePackage", async () => {
  const folder = folderWith({ "src/index.ts": source });
  writeFileSync(join(folder, "tsconfig.json"), '{"compilerOptions":{"module":"NodeNext","noEmit":true,"strict":true}}');
  const linked = await build("--link", folder);
  assert.equal(linked.stdout, "linked node_modules/@ospec/plugin-sdk\nlinked node_modules/@types/node\n");
  assert(lstatSync(join(folder, "node_modules/@ospec/plugin-sdk")).isSymbolicLink());
  const compiled = await node([join(sdk, "../../typescript/lib/tsc.js"), "-p", folder]);
  assert.equal(compiled.stdout, "");
  assert.equal((await build("--link", folder)).stdout, "");
});

test("version_IsThatOfThePackageAndOfSpeckit", () => {
  const manifest = JSON.parse(readFileSync(join(sdk, "package.json"), "utf8")) as Record<string, unknown>;
  assert.equal(manifest.version, sdkVersion);
  assert.equal(manifest.dependencies, undefined);
  assert.match(readFileSync(join(repository, "eng/Common.props"), "utf8"), new RegExp(`<Version>${sdkVersion}</Version>`));
});
