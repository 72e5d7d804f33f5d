using Speckit.Host.Configuration;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Hides secrets in what plugins say.</summary>
/// <param name="console">Where it goes then.</param>
/// <param name="secrets">What to hide.</param>
internal sealed class MaskedConsole(IPluginConsole console, SecretMask secrets) : IPluginConsole
{
    public void Write(string plugin, ConsoleWriteParams message) =>
        console.Write(plugin, message with { Text = secrets.Apply(message.Text) });

    public void Finding(string plugin, Finding finding) =>
        console.Finding(
            plugin,
            finding with
            {
                Rule = secrets.Apply(finding.Rule),
                Severity = secrets.Apply(finding.Severity),
                Title = secrets.Apply(finding.Title),
                Description = secrets.Apply(finding.Description),
                File = secrets.Apply(finding.File),
                Id = Masked(finding.Id),
                Cwe = Masked(finding.Cwe),
                Fix = Masked(finding.Fix),
                Snippet = Masked(finding.Snippet),
            }
        );

    public void Progress(string plugin, ProgressParams progress) =>
        console.Progress(plugin, progress with { Message = secrets.Apply(progress.Message) });

    public void Log(string plugin, LogParams entry) =>
        console.Log(plugin, entry with { Level = secrets.Apply(entry.Level), Message = secrets.Apply(entry.Message) });

    private string? Masked(string? text) => text is null ? null : secrets.Apply(text);
}
