# Puts the commands into a folder, and beside it the SDKs (<DIR>/../share/speckit) and the step before plugins (<DIR>/../libexec/speckit).
target=${1:-$HOME/.local/bin}
build_binaries
share=$(dirname "$target")/share/speckit
libexec=$(dirname "$target")/libexec/speckit
mkdir -p "$target" "$libexec" "$share" "$share/registry"
# What others may write is not trusted to be the step before plugins.
chmod go-w "$libexec" "$(dirname "$libexec")" 2>/dev/null || true
install -m 755 "$LIBEXEC/launcher" "$libexec/launcher.new"
mv "$libexec/launcher.new" "$libexec/launcher"
install -m 755 "$BIN/specify" "$target/specify.new"
mv "$target/specify.new" "$target/specify"
ln -sfn specify "$target/ospec"
for part in nuget python node_modules conformance; do
  rm -rf "${share:?}/$part"
  [ ! -e "$SHARE/$part" ] || cp -r "$SHARE/$part" "$share/$part"
done
cp -r "$ARTIFACTS/registry/." "$share/registry/"
ln -sfn "$(realpath --relative-to="$target" "$share/registry")/speckit-registry" "$target/speckit-registry"
echo "installed specify, ospec and speckit-registry into $target"
case ":$PATH:" in *":$target:"*) ;; *) echo "add it to your PATH: export PATH=\"$target:\$PATH\"" ;; esac
