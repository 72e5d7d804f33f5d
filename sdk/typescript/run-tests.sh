#!/usr/bin/env bash
# Builds the package and runs its tests: run-tests.sh [--junit FILE] [NAME...]. NAME is part of a test file's name.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
modules=${SPECKIT_TEST_NODE_MODULES:-$here/../../artifacts/npm/node_modules}
junit=
names=()
while [ $# -gt 0 ]; do
  case "$1" in
    --junit)
      junit=${2:?--junit needs a file}
      shift
      ;;
    *) names+=("$1") ;;
  esac
  shift
done

# As it is installed: the package, the compiler and the types of Node.js side by side.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
modules=$(cd "$modules" && pwd)
sdk=$scratch/share/node_modules/@ospec/plugin-sdk
mkdir -p "$scratch/share/node_modules/@types"
for package in typescript @types/node undici-types; do
  ln -s "$modules/$package" "$scratch/share/node_modules/$package"
done
"$here/build.sh" "$sdk"

# The tests see the sources as ../src: the same modules that the package has.
cat >"$scratch/tsconfig.json" <<JSON
{
  "extends": "$here/tsconfig.json",
  "compilerOptions": {
    "rootDir": "$here",
    "outDir": "$scratch/out",
    "declaration": false,
    "typeRoots": ["$modules/@types"],
    "paths": {
      "typescript": ["$modules/typescript/lib/typescript.d.ts"],
      "@ospec/plugin-sdk": ["$here/src/index.ts"],
      "@ospec/plugin-sdk/testing": ["$here/src/testing/index.ts"]
    }
  },
  "include": ["$here/tests"]
}
JSON
node "$modules/typescript/lib/tsc.js" --project "$scratch/tsconfig.json"
rm -rf "$scratch/out/src"
ln -s "$sdk/dist" "$scratch/out/src"
cp "$here/package.json" "$scratch/out/package.json"

files=()
for file in "$scratch"/out/tests/*.test.js; do
  name=$(basename "$file")
  [ "${#names[@]}" -eq 0 ] && files+=("$file")
  for wanted in "${names[@]}"; do
    [[ $name == *$wanted* ]] && files+=("$file")
  done
done

reporters=(--test-reporter=spec --test-reporter-destination=stdout)
[ -z "$junit" ] || reporters+=(--test-reporter=junit --test-reporter-destination="$junit")
export SPECKIT_SDK=$sdk SPECKIT_ROOT=$here/../..
node --no-warnings --test "${reporters[@]}" "${files[@]}"
