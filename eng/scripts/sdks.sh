# The SDKs beside the binaries: $SHARE/nuget, python, node_modules and conformance. Commands find them relative to `specify`.
SHARE=$ARTIFACTS/share/speckit

build_sdks() {
  build_csharp_sdk
  build_python_sdk
  build_typescript_sdk
  say "copying the conformance suite"
  rm -rf "$SHARE/conformance"
  mkdir -p "$SHARE/conformance"
  copy_sources sdk/conformance "$SHARE/conformance"
}

build_csharp_sdk() {
  say "packing the C# SDK"
  rm -rf "$SHARE/nuget"
  quietly dotnet pack src/Speckit.Protocol -c Release -o "$SHARE/nuget" -p:RunAnalyzers=false || die "the build failed"
  quietly dotnet pack src/Speckit.Sdk -c Release -o "$SHARE/nuget" -p:RunAnalyzers=false || die "the build failed"
}

# The Python path of plugins: the package and nothing else.
build_python_sdk() {
  say "copying the Python SDK"
  rm -rf "$SHARE/python"
  mkdir -p "$SHARE/python/speckit_sdk"
  copy_sources sdk/python/speckit_sdk "$SHARE/python/speckit_sdk"
}

# The Node path of plugins: the SDK, and what compiles plugins without a network.
build_typescript_sdk() {
  if ! command -v npm >/dev/null 2>&1; then
    say "npm is not here: the TypeScript SDK is left out"
    return
  fi
  need_npm_tools
  say "compiling the TypeScript SDK"
  quietly sdk/typescript/build.sh "$SHARE/node_modules/@ospec/plugin-sdk" || die "the build failed"
}

# copy_sources FROM TO: without what tools leave behind.
copy_sources() {
  tar -C "$1" --exclude=__pycache__ --exclude=node_modules --exclude=obj --exclude=bin --exclude=.gitignore -cf - . | tar -C "$2" -xf -
}
