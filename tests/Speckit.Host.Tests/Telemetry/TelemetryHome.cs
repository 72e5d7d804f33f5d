using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Host.Locking;
using Speckit.Host.Telemetry;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Telemetry;

/// <summary>A user with a project, whose plugins are said to come from a registry.</summary>
internal sealed class TelemetryHome : IDisposable
{
    public const string Registry = "https://plugins.speckit.dev";
    private readonly TestProject _project = new();

    public TelemetryHome() =>
        Host = new HostEnvironment(_project.Layout, _project.User, Clock, [])
        {
            Variable = name => Variables.GetValueOrDefault(name),
        };

    public HostEnvironment Host { get; }

    public MovedClock Clock { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Folder => Host.User.TelemetryDirectory;

    public SpoolFolder Files => new(Host.User);

    public TelemetryControl Control => new(Host.User, Clock);

    public TelemetryState State => new TelemetrySwitch(Host.User, Host.Variable).For(Host.Project);

    public string Spool => File.Exists(Files.Spool) ? File.ReadAllText(Files.Spool) : "";

    public void Configure(string yaml)
    {
        Directory.CreateDirectory(Host.User.Directory);
        File.WriteAllText(Host.User.ConfigFile, yaml);
    }

    public Task ConsentAsync() =>
        Control.ConsentAsync(TelemetryConsent.To(Control.Settings.Value), CancellationToken.None);

    public Task<int> SendAsync() =>
        new TelemetrySender(Host.User, Clock, Host.Variable).SendAsync(TestContext.Current.CancellationToken);

    public async Task<bool> RecordAsync(
        string name = "demo",
        string resolved = $"{Registry}/plugins/demo/versions/1.0.0/download",
        bool modified = false,
        string command = "demo:hello",
        bool succeeded = true
    )
    {
        var plugin = PluginName.Parse(name);
        var locked = new LockedPlugin
        {
            Version = SemanticVersion.Parse("1.0.0"),
            Dialect = ManifestDialect.Speckit,
            Resolved = resolved,
            Archive = "sha256:" + new string('a', 64),
            Tree = "sha256:" + new string('b', 64),
            Trust = TrustLevel.SelfSigned,
            Modified = modified,
        };
        LockFileWriter.Write(Host.Project.LockFile, LockFile.Empty.With(plugin, locked));
        return await new UsageRecorder(Host).RecordAsync(
            InstalledPluginOf(plugin, locked),
            command,
            succeeded,
            TimeSpan.FromMilliseconds(12.7),
            CancellationToken.None
        );
    }

    public void Dispose() => _project.Dispose();

    private static InstalledPlugin InstalledPluginOf(PluginName name, LockedPlugin locked) =>
        new()
        {
            Name = name,
            Version = locked.Version.ToString(),
            Description = "secret description",
            Trust = locked.Trust,
            Enabled = true,
            Tree = locked.Tree,
            Resolved = locked.Resolved,
            Archive = locked.Archive,
            Capabilities = [],
        };

    /// <summary>The system's clock, moved.</summary>
    internal sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
