using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>The console of warm plugins: what they say goes to whoever runs a command at that moment, and to nobody between two commands.</summary>
internal sealed class RelayConsole : IPluginConsole
{
    private volatile Action<ResidentSaid>? _listener;

    /// <summary>Who hears the plugins from now on; null for nobody.</summary>
    internal void ListenWith(Action<ResidentSaid>? listener) => _listener = listener;

    public void Write(string plugin, ConsoleWriteParams message) => Say(new ResidentSaid(plugin, Text: message));

    public void Finding(string plugin, Finding finding) => Say(new ResidentSaid(plugin, Finding: finding));

    public void Progress(string plugin, ProgressParams progress) => Say(new ResidentSaid(plugin, Progress: progress));

    public void Log(string plugin, LogParams entry) => Say(new ResidentSaid(plugin, Log: entry));

    /// <summary>Tells of a warning of the host.</summary>
    internal void Warn(Diagnostic warning) => Say(new ResidentSaid("", Warning: ResidentDiagnostic.Of(warning)));

    private void Say(ResidentSaid said) => _listener?.Invoke(said);
}
