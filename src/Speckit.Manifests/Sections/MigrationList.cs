using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary><c>migrations</c>: <c>{ from, to, entrypoint }</c> (decisions, 18).</summary>
internal static class MigrationList
{
    public static ImmutableArray<PluginMigration> Read(Fields root)
    {
        var declared = new Declared("migration", "one migration leads from a version to another: remove one of them");
        var migrations = ImmutableArray.CreateBuilder<PluginMigration>();
        foreach (var fields in root.Sections("migrations"))
        {
            var from = fields.Require("from", "the version it starts from")?.Version();
            var target = fields.Require("to", "the version it leads to");
            var to = target?.Version();
            var entrypoint = EntrypointReader.Require(fields, "entrypoint");
            fields.Done();
            if (from is null || to is null)
            {
                continue;
            }

            if (from >= to)
            {
                fields.Problems.Add(
                    ManifestDiagnostics.ContradictingVersions.Error(
                        $"'{fields.Path}' leads from {from} to {to}; expected a higher version.",
                        "swap them",
                        target!.Location
                    )
                );
            }

            declared.Add($"{from} → {to}", fields);
            migrations.Add(new PluginMigration(from, to, entrypoint));
        }

        return migrations.ToImmutable();
    }
}
