# Starts a registry on 127.0.0.1:7878 with its data in ./artifacts/registry-data.
need_dotnet
say "building speckit-registry"
quietly dotnet publish src/Speckit.Registry -c Release -o "$ARTIFACTS/registry" -p:RunAnalyzers=false
exec "$ARTIFACTS/registry/speckit-registry" --data "${SPECKIT_REGISTRY_DATA:-$ARTIFACTS/registry-data}" --urls "${SPECKIT_REGISTRY_URL:-http://127.0.0.1:7878}" "$@"
