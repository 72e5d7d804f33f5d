using System.Collections.Immutable;
using Speckit.Host.Audit;
using Speckit.Host.Configuration;
using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Lifecycle;

/// <summary>Shows and changes the configuration of installed plugins. Whatever is written was checked against the plugin's schema first
/// (decisions, 15); the audit log gets the keys, never the values.</summary>
/// <param name="host">The project.</param>
public sealed class PluginConfigurator(HostEnvironment host)
{
    /// <summary>The configuration, whether or not it fits the schema.</summary>
    public Result<ConfigurationView> View(PluginName name)
    {
        var read = Read(name);
        return read.TryGet(out var configuration)
            ? ConfigurationView.Of(configuration)
            : read.Propagate<ConfigurationView>();
    }

    /// <summary>The text of the user's file, which need not be readable as a configuration; empty when there is none.</summary>
    public Result<string> ReadText(PluginName name)
    {
        var found = Find(name);
        if (!found.Succeeded)
        {
            return found.Propagate<string>();
        }

        var path = host.Project.PluginConfigFile(name);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    /// <summary>Checks a text that is to become the user's file.</summary>
    /// <returns>What would be wrong with it, all of it; or what would remain to be done.</returns>
    public Result<ImmutableArray<Diagnostic>> Check(PluginName name, string text)
    {
        var found = Find(name);
        if (!found.TryGet(out var locked))
        {
            return found.Propagate<ImmutableArray<Diagnostic>>();
        }

        var configuration = Replaced(name, text);
        return configuration.TryGet(out var after)
            ? ConfigurationVerdict.Of(null, after, [], locked.Enabled)
            : configuration.Propagate<ImmutableArray<Diagnostic>>();
    }

    /// <summary>Gives a key a value.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="key">The key.</param>
    /// <param name="typed">The value as it was typed: read as the schema wants it, else as YAML.</param>
    /// <param name="cancellationToken">Ends the waiting for other writers.</param>
    public Task<Result<ConfigurationOutcome>> SetAsync(
        PluginName name,
        ConfigurationKey key,
        string typed,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        return ChangeAsync(
            name,
            "set",
            key.Parts,
            before =>
                ConfigurationEditor.Set(before, key, ValueReader.Read(typed, before.Schema.Places.OfValue(key.Parts))),
            cancellationToken
        );
    }

    /// <summary>Takes the user's value of a key back, or all of them.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="key">The key; null for the whole file.</param>
    /// <param name="cancellationToken">Ends the waiting for other writers.</param>
    public Task<Result<ConfigurationOutcome>> ResetAsync(
        PluginName name,
        ConfigurationKey? key,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            name,
            "reset",
            key?.Parts ?? [],
            before => key is null ? before.File with { Text = "", Root = null } : Without(before, key),
            cancellationToken
        );

    /// <summary>Replaces the whole file.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="seen">The text that the new one was made from: if it is no longer there, somebody else was faster.</param>
    /// <param name="text">The new text.</param>
    /// <param name="cancellationToken">Ends the waiting for other writers.</param>
    public async Task<Result<ConfigurationOutcome>> ReplaceAsync(
        PluginName name,
        string seen,
        string text,
        CancellationToken cancellationToken
    )
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<ConfigurationOutcome>();
        }

        using (transaction)
        {
            var present = ReadText(name);
            if (!present.Succeeded || !string.Equals(present.Value, seen, StringComparison.Ordinal))
            {
                return !present.Succeeded
                    ? present.Propagate<ConfigurationOutcome>()
                    : HostDiagnostics.ProjectChanged.Error(
                        $"{host.Project.PluginConfigFile(name)} was changed while you edited it",
                        "look at the file, and edit again"
                    );
            }

            var replaced = Replaced(name, text);
            if (!replaced.TryGet(out var after))
            {
                return replaced.Propagate<ConfigurationOutcome>();
            }

            // What was there may be no YAML at all: editing it is how it is mended.
            var before = Read(name).TryGet(out var readable) ? readable : null;
            return await FinishAsync(transaction, "edit", before, after, []);
        }
    }

    private async Task<Result<ConfigurationOutcome>> ChangeAsync(
        PluginName name,
        string action,
        ImmutableArray<string> parts,
        Func<ConfigurationParts, Result<ConfigurationFile>> change,
        CancellationToken cancellationToken
    )
    {
        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return begun.Propagate<ConfigurationOutcome>();
        }

        using (transaction)
        {
            var read = Read(name);
            if (!read.TryGet(out var before))
            {
                return read.Propagate<ConfigurationOutcome>();
            }

            var changed = change(before);
            return changed.TryGet(out var file)
                ? await FinishAsync(transaction, action, before, before.With(file), parts)
                : changed.Propagate<ConfigurationOutcome>();
        }
    }

    private async Task<Result<ConfigurationOutcome>> FinishAsync(
        ProjectTransaction transaction,
        string action,
        ConfigurationParts? before,
        ConfigurationParts after,
        ImmutableArray<string> parts
    )
    {
        var name = after.Manifest.Name;
        var path = host.Project.PluginConfigFile(name);
        var verdict = ConfigurationVerdict.Of(before, after, parts, transaction.LockFile.Plugins[name].Enabled);
        if (verdict.Any(d => d.Severity == Severity.Error))
        {
            return Result<ConfigurationOutcome>.Failure(verdict);
        }

        if (before is not null && string.Equals(before.File.Text, after.File.Text, StringComparison.Ordinal))
        {
            return new ConfigurationOutcome(name, path, [], verdict);
        }

        after.File.Write(path);
        var keys = JsonPlace.Differences(before?.File.ToJson() ?? [], after.File.ToJson());
        await host.Audit.AppendAsync(
            new AuditRecord("configure", name.ToString(), AuditOutcome.Done, string.Join(", ", keys), Detail: action),
            CancellationToken.None
        );
        return new ConfigurationOutcome(name, path, keys, verdict);
    }

    private static Result<ConfigurationFile> Without(ConfigurationParts before, ConfigurationKey key)
    {
        if (JsonPlace.TryFind(before.File.ToJson(), key.Parts, out _))
        {
            return ConfigurationEditor.Remove(before.File, key);
        }

        return
            JsonPlace.TryFind(before.Effective, key.Parts, out _) || before.Schema.Places.OfValue(key.Parts) is not null
            ? before.File
            : ConfigurationView.Of(before).UnknownKey(key);
    }

    private Result<ConfigurationParts> Replaced(PluginName name, string text)
    {
        var manifest = InstalledPluginReader.ReadManifest(host.Project, name);
        if (!manifest.TryGet(out var plugin))
        {
            return manifest.Propagate<ConfigurationParts>();
        }

        var schema = ConfigurationSchema.Load(plugin, host.Project.PluginDirectory(name));
        var file = ConfigurationFile.Parse(host.Project.PluginConfigFile(name), text);
        return schema.Succeeded && file.Succeeded
            ? new ConfigurationParts(plugin, schema.Value, file.Value)
            : Result<ConfigurationParts>.Failure([.. schema.Diagnostics, .. file.Diagnostics]);
    }

    private Result<ConfigurationParts> Read(PluginName name)
    {
        var found = Find(name);
        var manifest = found.Succeeded
            ? InstalledPluginReader.ReadManifest(host.Project, name)
            : found.Propagate<PluginManifest>();
        return manifest.TryGet(out var plugin)
            ? PluginConfiguration.Read(host.Project, plugin)
            : manifest.Propagate<ConfigurationParts>();
    }

    private Result<LockedPlugin> Find(PluginName name)
    {
        var read = LockFileReader.Read(host.Project.LockFile);
        return !read.TryGet(out var lockFile) ? read.Propagate<LockedPlugin>()
            : lockFile.Plugins.TryGetValue(name, out var locked) ? locked
            : PluginEnabler.NotInstalled(name);
    }
}
