# Shows the whole way of a plugin, with the real things: registry, keys, package, project, scan, tasks, clean-up.
need_dotnet
need git git
need_npm_tools
need_bubblewrap
build_binaries
export PATH=$BIN:$PATH

demo=$ARTIFACTS/demo
rm -rf "$demo"
mkdir -p "$demo/home" "$demo/project" "$demo/author"
# The demo's own home: nothing of yours is read or written. Only the package caches are shared.
export NUGET_PACKAGES=${NUGET_PACKAGES:-$HOME/.nuget/packages} npm_config_cache=${npm_config_cache:-$HOME/.npm}
export HOME=$demo/home DOTNET_CLI_HOME=$demo/home
backlog=$SPECKIT_TEST_NODE_MODULES/.bin/backlog

registry_pid=
stop_registry() {
  [ -z "$registry_pid" ] || { kill "$registry_pid" 2>/dev/null && wait "$registry_pid" 2>/dev/null; } || true
  registry_pid=
}
trap stop_registry EXIT

started=$(date +%s%N)
step_started=
step_number=0
step() {
  step_end
  step_number=$((step_number + 1))
  printf '\n\033[1m── %d. %s\033[0m\n' "$step_number" "$1"
  step_started=$(date +%s%N)
}
step_end() {
  [ -z "$step_started" ] || printf '\033[2m   (%d ms)\033[0m\n' $((($(date +%s%N) - step_started) / 1000000))
  step_started=
}
show() { printf '\033[36m$ %s\033[0m\n' "$*"; "$@"; }

step "A registry comes up"
speckit-registry --data "$demo/registry" --urls http://127.0.0.1:0 >"$demo/registry.log" 2>&1 &
registry_pid=$!
url=
for _ in $(seq 100); do
  url=$(sed -n 's/^speckit-registry listening on //p' "$demo/registry.log")
  [ -n "$url" ] && break
  kill -0 "$registry_pid" 2>/dev/null || { cat "$demo/registry.log" >&2; die "the registry did not start"; }
  sleep 0.1
done
[ -n "$url" ] || die "the registry did not say where it listens"
echo "speckit-registry listening on $url"
SPECKIT_TOKEN=$(speckit-registry token create --data "$demo/registry" --publisher security-team 2>/dev/null)
export SPECKIT_TOKEN

step "The author makes a key, builds, signs and publishes"
show specify plugin keygen
show specify plugin build plugins/security-scanner --output "$demo/author"
package=$(ls "$demo"/author/*.tar.gz)
show specify plugin sign "$package" --signer security-team@example.com
show specify plugin publish "$package" --registry "$url"
unset SPECKIT_TOKEN

step "A project with code that nobody of this project wrote"
cd "$demo/project"
for source in pg@8.16.0 request@2.88.2 node-serialize@0.0.4; do
  archive=$(npm pack --silent "$source" --pack-destination "$demo" 2>/dev/null | tail -n 1)
  mkdir -p "src/${source%@*}"
  tar -xzf "$demo/$archive" -C "src/${source%@*}" --strip-components 1
done
git init --quiet .
"$backlog" init "Demo" --defaults --integration-mode none >/dev/null 2>&1
echo "$(find src -type f | wc -l) files of pg, request and node-serialize, from npm"
show specify init
show specify plugin registry add "$url" --name demo

step "Find the plugin and see what it is"
show specify plugin search security
show specify plugin info security-scanner

step "Install it: what it may do is shown"
show specify plugin install security-scanner --yes

step "Enable it"
show specify plugin enable security-scanner

step "Run it: real findings in real code"
show specify run jpspec:security-scan && found=0 || found=$?
[ "$found" -eq 1 ] || die "the scan should have found something (exit code 1), it ended with $found"

step "The tasks it made, read by the real Backlog.md"
show "$backlog" task list --plain 2>/dev/null
made=$("$backlog" task list --plain 2>/dev/null | grep -c 'TASK-' || true)
[ "$made" -gt 0 ] || die "Backlog.md sees no tasks"

step "The Claude Code command"
show cat .claude/commands/jpspec/security-scan.md

step "Disable and remove: the project is clean again"
show specify plugin disable security-scanner
show specify plugin remove security-scanner
[ ! -e .claude ] || die "files were left in .claude"
[ ! -e .specify/plugins/security-scanner ] || die "files were left in .specify/plugins"
show specify plugin list
step_end
stop_registry

printf '\n\033[1mDone in %d ms.\033[0m The registry is stopped. Everything lies in artifacts/demo:\n' $((($(date +%s%N) - started) / 1000000))
cat <<TEXT
  project/                       the project, its tasks in backlog/
  project/.specify/audit/        what was done and refused, line by line
  author/                        the package and its signature
  registry/, registry.log        the registry's data and log
  home/.specify/                 keys, cache and consents of the demo's user
TEXT
