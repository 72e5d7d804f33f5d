using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Runtime;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Manifests.Yaml;
using Speckit.Packaging.Files;

namespace Speckit.Host.Migrations;

/// <summary>Runs a plugin's migrations (JP design §11.3; decisions, 18): found by their versions, run by the new version's own process on
/// copies of configuration and data, which take their places only together with the new version.</summary>
/// <param name="processes">Starts the new version; null where nothing may be started, and then a plugin with migrations is refused.</param>
public sealed class MigrationRunner(PluginProcessFactory? processes)
{
    /// <summary>The migrations that lead from one version to another, in the order to run them.</summary>
    public static ImmutableArray<PluginMigration> Between(
        PluginManifest manifest,
        SemanticVersion from,
        SemanticVersion to
    )
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return [.. manifest.Migrations.Where(m => m.To > from && m.To <= to).OrderBy(m => m.To).ThenBy(m => m.From)];
    }

    /// <summary>Whether an update runs migrations, which may touch the plugin's data.</summary>
    internal static bool TouchesData(PluginManifest manifest, SemanticVersion? installed) =>
        installed is not null && !Between(manifest, installed, manifest.Version).IsEmpty;

    /// <summary>Migrates the prepared configuration and data.</summary>
    /// <returns>What changed in the configuration, in words.</returns>
    internal async Task<Result<ImmutableArray<string>>> RunAsync(
        PluginManifest manifest,
        InstalledPlugin plugin,
        SemanticVersion installed,
        StagedPlugin staged,
        CancellationToken cancellationToken
    )
    {
        var steps = Between(manifest, installed, manifest.Version);
        if (steps.IsEmpty)
        {
            return Result<ImmutableArray<string>>.Success([]);
        }

        var file = Path.Combine(staged.Package.Prepared, ConfigurationKeeper.FileName);
        var read = ReadConfiguration(file);
        if (!read.TryGet(out var before))
        {
            return read.Propagate<ImmutableArray<string>>();
        }

        var granted = new GrantedPlugin(plugin, plugin.Capabilities, staged.Package.Prepared, staged.Data.Prepared);
        var config = before;
        foreach (var step in steps)
        {
            var migrated = await RunAsync(granted, step, config, cancellationToken);
            if (!migrated.TryGet(out config))
            {
                return Failed(manifest, step, migrated.Diagnostics);
            }
        }

        if (!JsonNode.DeepEquals(before, config))
        {
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(YamlText.Of(config)));
        }

        return ConfigurationChanges.Describe(before, config);
    }

    private async Task<Result<JsonObject>> RunAsync(
        GrantedPlugin granted,
        PluginMigration step,
        JsonObject config,
        CancellationToken cancellationToken
    )
    {
        if (processes is null)
        {
            return HostDiagnostics.MigrationFailed.Error(
                $"{granted.Plugin.Name} has migrations, and none may run here"
            );
        }

        var path = step.Entrypoint.Path;
        var started = await processes.StartAsync(granted, path, StartPurpose.Migrate, cancellationToken);
        if (!started.TryGet(out var process))
        {
            return started.Propagate<JsonObject>();
        }

        await using (process)
        {
            using var document = JsonDocument.Parse(config.ToJsonString());
            var (from, to) = (step.From.ToString(), step.To.ToString());
            var migrated = await process.MigrateConfigAsync(from, to, document.RootElement.Clone(), cancellationToken);
            if (!migrated.TryGet(out var answer))
            {
                return migrated.Propagate<JsonObject>();
            }

            if (answer.Config.ValueKind != JsonValueKind.Object)
            {
                return HostDiagnostics.MigrationFailed.Error(
                    $"the migration answered with a configuration that is no map but {answer.Config.ValueKind}"
                );
            }

            var data = await process.MigrateDataAsync(from, to, cancellationToken);
            return data.Succeeded ? JsonObject.Create(answer.Config)! : data.Propagate<JsonObject>();
        }
    }

    private static Result<JsonObject> ReadConfiguration(string file)
    {
        if (!File.Exists(file))
        {
            return new JsonObject();
        }

        var read = YamlReader.Read(file, File.ReadAllText(file));
        return !read.TryGet(out var root)
            ? read.Propagate<JsonObject>()
            : root.ToJson() switch
            {
                null => new JsonObject(),
                JsonObject map => map,
                _ => HostDiagnostics.ConfigurationInvalid.Error(
                    "the configuration is not a map",
                    "write 'key: value' lines",
                    new SourceLocation(file, 1, 1)
                ),
            };
    }

    private static Result<ImmutableArray<string>> Failed(
        PluginManifest manifest,
        PluginMigration step,
        ImmutableArray<Diagnostic> problems
    ) =>
        HostDiagnostics.MigrationFailed.Error(
            $"the migration of {manifest.Name} from {step.From} to {step.To} failed: {problems[0].Message}",
            "nothing was changed; tell its author"
        );
}
