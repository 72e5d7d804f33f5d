using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Services;
using Speckit.Protocol.Messages;

namespace Speckit.Cli.Running;

/// <summary>Shows what plugins say. Plugins call at any time and from any thread.</summary>
/// <param name="terminal">Where to show it.</param>
/// <param name="showsLog">Whether what plugins log is shown too.</param>
internal sealed class PluginConsole(Terminal terminal, bool showsLog) : IPluginConsole
{
    private const int MaxFindings = 100_000;
    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];
    private bool _progressShown;

    /// <summary>Whether a plugin wrote something.</summary>
    internal bool SaidAnything { get; private set; }

    public void Write(string plugin, ConsoleWriteParams message)
    {
        lock (_lock)
        {
            EndProgressLine();
            SaidAnything = true;
            var text = TerminalText.Lines(message.Text);
            terminal.Line(
                message.Level switch
                {
                    ConsoleWriteParams.Warning => $"{terminal.Yellow("warning")}: {text}",
                    ConsoleWriteParams.Error => $"{terminal.Red("error")}: {text}",
                    _ => text,
                }
            );
        }
    }

    public void Finding(string plugin, Finding finding)
    {
        lock (_lock)
        {
            EndProgressLine();
            SaidAnything = true;
            if (_findings.Count < MaxFindings)
            {
                _findings.Add(finding);
            }

            Show(finding);
        }
    }

    public void Progress(string plugin, ProgressParams progress)
    {
        if (!terminal.IsTerminal)
        {
            return;
        }

        lock (_lock)
        {
            var share = progress.Fraction is { } fraction
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(fraction, 0, 1) * 100, 3:0}% ")
                : "";
            var text = TerminalText.Line(progress.Message);
            var room = Math.Max(10, terminal.Width - share.Length - 1);
            terminal.Writer.Write($"\r\e[K{share}{Terminal.Cut(text, room)}");
            _progressShown = true;
        }
    }

    public void Log(string plugin, LogParams entry)
    {
        if (showsLog)
        {
            Write(plugin, new ConsoleWriteParams($"[{plugin}] {entry.Level}: {entry.Message}"));
        }
    }

    /// <summary>Takes the progress line away.</summary>
    internal void EndProgress()
    {
        lock (_lock)
        {
            EndProgressLine();
        }
    }

    internal JsonArray FindingsAsJson()
    {
        lock (_lock)
        {
            return new([
                .. _findings.Select(f =>
                    JsonNode.Parse(JsonSerializer.Serialize(f, ProtocolJsonContext.Default.Finding))
                ),
            ]);
        }
    }

    private void Show(Finding finding)
    {
        var place = $"{finding.File}:{finding.Line}" + (finding.Column is { } column ? $":{column}" : "");
        var severity = finding.Severity.ToLowerInvariant() switch
        {
            "critical" or "high" => terminal.Red(TerminalText.Line(finding.Severity)),
            "medium" => terminal.Yellow(TerminalText.Line(finding.Severity)),
            _ => TerminalText.Line(finding.Severity),
        };
        var cwe = finding.Cwe is null ? "" : $" ({TerminalText.Line(finding.Cwe)})";
        terminal.Line(
            $"{terminal.Bold(TerminalText.Line(place))}: {severity}: {TerminalText.Line(finding.Title)}{cwe}"
        );
        if (finding.Snippet is { Length: > 0 } snippet)
        {
            terminal.Line($"    {terminal.Dim(TerminalText.Line(snippet.Trim()))}");
        }

        if (finding.Fix is { } fix)
        {
            terminal.Line($"    fix: {TerminalText.Line(fix)}");
        }
    }

    private void EndProgressLine()
    {
        if (_progressShown)
        {
            _progressShown = false;
            terminal.Writer.Write("\r\e[K");
        }
    }
}
