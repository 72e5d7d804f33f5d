#!/usr/bin/env bash
# Builds the package into a folder: build.sh OUTDIR. Needs no network: the compiler is that of the test tools, see eng/npm.
# When OUTDIR is .../node_modules/@ospec/plugin-sdk, the compiler and the types of Node.js are put beside it for plugins.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: build.sh OUTDIR}
modules=${SPECKIT_TEST_NODE_MODULES:-$here/../../artifacts/npm/node_modules}
[ -e "$modules/typescript/lib/tsc.js" ] || {
  echo "error: the TypeScript compiler is not in $modules. Run './run test' once, or let SPECKIT_TEST_NODE_MODULES name a folder that has it." >&2
  exit 1
}

modules=$(cd "$modules" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)
settings=$(mktemp -d)
trap 'rm -rf "$settings"' EXIT
cat >"$settings/tsconfig.json" <<JSON
{
  "extends": "$here/tsconfig.json",
  "compilerOptions": {
    "rootDir": "$here/src",
    "outDir": "$out/dist.new",
    "typeRoots": ["$modules/@types"],
    "paths": { "typescript": ["$modules/typescript/lib/typescript.d.ts"] }
  },
  "include": ["$here/src"]
}
JSON
rm -rf "$out/dist.new"
node "$modules/typescript/lib/tsc.js" --project "$settings/tsconfig.json"
rm -rf "$out/dist"
mv "$out/dist.new" "$out/dist"
cp "$here/package.json" "$here/README.md" "$here/../../LICENSE" "$out/"

case "$out" in
  */node_modules/@ospec/plugin-sdk)
    beside=${out%/@ospec/plugin-sdk}
    for package in typescript @types/node undici-types; do
      cmp -s "$modules/$package/package.json" "$beside/$package/package.json" && continue
      mkdir -p "$(dirname "$beside/$package")"
      rm -rf "${beside:?}/$package"
      cp -R "$modules/$package" "$beside/$package"
    done
    ;;
esac
