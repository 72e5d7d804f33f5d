using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Interaction;

/// <summary>Shows diagnostics to people and as data.</summary>
internal static class DiagnosticPrinter
{
    /// <summary>One line of what and where, one of what to do.</summary>
    internal static void Print(TextWriter writer, Diagnostic diagnostic, bool color)
    {
        var place = diagnostic.Location is { } location ? $"{TerminalText.Line(location.ToString())}: " : "";
        var (code, word) = diagnostic.Severity switch
        {
            Severity.Error => ("31", "error"),
            Severity.Warning => ("33", "warning"),
            _ => ("36", "info"),
        };
        var label = color ? $"\e[{code}m{word}\e[0m" : word;
        writer.WriteLine($"{place}{label} {diagnostic.Code}: {TerminalText.Line(diagnostic.Message)}");
        if (diagnostic.Hint is { } hint)
        {
            writer.WriteLine($"  hint: {TerminalText.Line(hint)}");
        }
    }

    internal static JsonArray ToJson(IEnumerable<Diagnostic> diagnostics) => new([.. diagnostics.Select(ToJson)]);

    private static JsonObject ToJson(Diagnostic diagnostic)
    {
        var json = new JsonObject
        {
            ["code"] = diagnostic.Code,
            ["severity"] = diagnostic.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "info",
            },
            ["message"] = diagnostic.Message,
        };
        if (diagnostic.Hint is { } hint)
        {
            json["hint"] = hint;
        }

        if (diagnostic.Location is { } location)
        {
            json["file"] = location.File;
            json["line"] = location.Line;
            json["column"] = location.Column;
        }

        return json;
    }
}
