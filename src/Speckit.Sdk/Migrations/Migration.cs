using System.Text.Json.Nodes;

namespace Speckit.Sdk;

/// <summary>Brings the configuration and the data of one version to another (JP design §11.3). The host runs it during an update, on copies:
/// what it does counts only when the whole update succeeds, and <c>specify plugin rollback</c> brings the old state back.</summary>
public abstract class Migration
{
    /// <summary>The version it starts from, such as <c>1.2.0</c>; as in the manifest's <c>migrations</c>.</summary>
    public abstract string FromVersion { get; }

    /// <summary>The version it leads to.</summary>
    public abstract string ToVersion { get; }

    /// <summary>Turns the user's configuration, without defaults, into that of <see cref="ToVersion"/>.</summary>
    /// <param name="oldConfig">The configuration; it may be changed and given back.</param>
    public virtual JsonObject MigrateConfig(JsonObject oldConfig) => oldConfig;

    /// <summary>Changes the plugin's data in place.</summary>
    /// <param name="dataDirectory">A copy of the plugin's data folder.</param>
    /// <param name="cancellationToken">Set when the user interrupts the update.</param>
    public virtual Task MigrateDataAsync(string dataDirectory, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
