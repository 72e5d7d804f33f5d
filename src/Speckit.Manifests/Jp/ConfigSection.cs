using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Jp;

/// <summary><c>config</c>: <c>{ schema | schema_file, defaults }</c> (JP design §4).</summary>
internal sealed record ConfigSection(JsonObject? Schema, PackageFile? SchemaFile, JsonObject? Defaults)
{
    public static ConfigSection Read(Fields root)
    {
        if (root.Section("config") is not { } config)
        {
            return new ConfigSection(null, null, null);
        }

        var schema = config.Find("schema");
        var file = config.Find("schema_file");
        if (schema is not null && file is not null)
        {
            config.Problems.Add(
                ManifestDiagnostics.ConflictingKeys.Error(
                    "'config' has both 'schema' and 'schema_file'; expected one of them.",
                    "remove one of them",
                    file.KeyLocation
                )
            );
        }

        var section = new ConfigSection(
            schema?.Json(),
            file is null ? null : PackageFiles.Read(file),
            config.Find("defaults")?.Json()
        );
        config.Done();
        return section;
    }
}
