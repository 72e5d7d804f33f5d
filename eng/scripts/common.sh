# Shared by the commands of ./run: where things are built, and how what they need gets onto the machine.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
ROOT=$PWD
ARTIFACTS=$ROOT/artifacts
BIN=$ARTIFACTS/bin
LIBEXEC=$ARTIFACTS/libexec/speckit

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# need COMMAND PACKAGE: makes sure a command is there, from Debian's packages if it is not.
need() {
  command -v "$1" >/dev/null 2>&1 && return 0
  need_package "$2" || die "'$1' is needed and could not be installed. Install the Debian package '$2' (or your system's equivalent) and try again."
}

need_package() {
  command -v apt-get >/dev/null 2>&1 || return 1
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || return 1
    sudo=(sudo)
  fi
  say "installing $1 (apt-get)"
  if [ -z "${APT_UPDATED:-}" ]; then
    "${sudo[@]}" apt-get update -qq >&2 || true
    APT_UPDATED=1
  fi
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || die "the .NET 10 SDK is needed: see https://dotnet.microsoft.com/download"
  case "$(dotnet --version)" in
    10.*) ;;
    *) die "the .NET 10 SDK is needed, found $(dotnet --version)" ;;
  esac
}

# What turns the managed build into one native binary.
need_native_toolchain() {
  need gcc gcc
  [ -e /usr/include/zlib.h ] || need_package zlib1g-dev || die "zlib's headers are needed. Install 'zlib1g-dev' and try again."
  [ -e /usr/include/stdlib.h ] || need_package libc6-dev || die "the C library's headers are needed. Install 'libc6-dev' and try again."
}

need_node() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || die "Node.js 20 or newer with npm is needed: see https://nodejs.org"
}

# Real tools from npm, pinned in eng/npm/package.json: backlog, claude, semver, and the TypeScript compiler.
need_npm_tools() {
  need_node
  local stamp=$ARTIFACTS/npm/.installed
  if [ ! -e "$stamp" ] || [ eng/npm/package.json -nt "$stamp" ]; then
    say "fetching the npm tools of eng/npm/package.json"
    mkdir -p "$ARTIFACTS/npm"
    cp eng/npm/package.json "$ARTIFACTS/npm/package.json"
    (cd "$ARTIFACTS/npm" && npm install --no-fund --no-audit --no-package-lock --loglevel=error >&2)
    touch "$stamp"
  fi
  export SPECKIT_TEST_NODE_MODULES=$ARTIFACTS/npm/node_modules
}

# JSON Schema's official test suite: where SPECKIT_JSON_SCHEMA_SUITE says, else from Debian's package.
# Without it the other tests still run; those of the suite fail, and say why.
need_json_schema_suite() {
  local suite=${SPECKIT_JSON_SCHEMA_SUITE:-/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance}
  [ -d "$suite/tests" ] || [ -n "${SPECKIT_JSON_SCHEMA_SUITE:-}" ] || need_package libtest-json-schema-acceptance-perl || true
  [ -d "$suite/tests" ] || say "JSON Schema's test suite is not at $suite, so its tests will fail: install the Debian package 'libtest-json-schema-acceptance-perl', or let SPECKIT_JSON_SCHEMA_SUITE name a folder with the suite's 'tests' and 'remotes'"
}

# The end-to-end tests stop commands at every file-system step with it. Without it those are skipped, and say so.
need_strace() {
  [ "$(uname -s)" = Linux ] || return 0
  command -v strace >/dev/null 2>&1 || need_package strace || say "strace is not here and could not be installed: the fault injection tests will be skipped"
}

# Plugins are put into a sandbox with it. Without it they run in a lower tier, and the tests of the sandbox fail.
need_bubblewrap() {
  [ "$(uname -s)" = Linux ] || return 0
  command -v bwrap >/dev/null 2>&1 || need_package bubblewrap || say "bubblewrap is not here and could not be installed: plugins run without namespaces of their own"
}

runtime_id() {
  local os arch
  case "$(uname -s)" in Darwin) os=osx ;; *) os=linux ;; esac
  case "$(uname -m)" in aarch64 | arm64) arch=arm64 ;; *) arch=x64 ;; esac
  echo "$os-$arch"
}

source eng/scripts/sdks.sh

# Publishes specify (native), ospec, speckit-registry and the SDKs into $BIN and $ARTIFACTS/share.
build_binaries() {
  need_dotnet
  need_native_toolchain
  say "building specify (native)"
  publish_native || die "the build failed"
  ln -sf specify "$BIN/ospec"
  say "building speckit-registry"
  quietly dotnet publish src/Speckit.Registry -c Release -o "$ARTIFACTS/registry" -p:RunAnalyzers=false || die "the build failed"
  ln -sf ../registry/speckit-registry "$BIN/speckit-registry"
  build_sdks
}

# Builds the official plugins' archives into $ARTIFACTS/plugins, with the tools that their authors use.
build_plugins() {
  say "building the official plugins"
  quietly "$BIN/specify" plugin build plugins/security-scanner --output "$ARTIFACTS/plugins" || die "the plugin did not build"
}

# The newest framework whose NativeAOT runtime pack the feed has; remembered, since asking the feed takes seconds.
publish_native() {
  local rid remembered=$ARTIFACTS/aot-framework framework
  rid=$(runtime_id)
  mkdir -p "$BIN"
  for framework in $(cat "$remembered" 2>/dev/null || echo net10.0 net9.0); do
    if dotnet restore src/Speckit.Cli -r "$rid" -p:AotTargetFramework=$framework >"$ARTIFACTS/aot-restore.log" 2>&1; then
      publish_program src/Speckit.Cli "$framework" "$rid" "$BIN" || return 1
      publish_program src/Speckit.Launcher "$framework" "$rid" "$LIBEXEC" || return 1
      echo "$framework" >"$remembered"
      return 0
    fi
  done
  cat "$ARTIFACTS/aot-restore.log" >&2
  return 1
}

# publish_program PROJECT FRAMEWORK RID FOLDER
publish_program() {
  quietly dotnet publish "$1" -c Release -f "$2" -r "$3" -o "$4" -p:AotTargetFramework="$2" -p:RunAnalyzers=false
}

# Runs a command, and shows what it printed only if it failed.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
