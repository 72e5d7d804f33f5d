using Speckit.Cli.Interaction;
using Speckit.Host.Telemetry;

namespace Speckit.Cli.Commands.Telemetry;

/// <summary>What people read before they agree: all that is collected, what never is, and where it goes.</summary>
internal static class TelemetryNotice
{
    private static readonly string[] Never =
    [
        "source code, names or contents of files",
        "arguments, options, results, findings, output, error messages",
        "credentials, configurations, environment variables",
        "who you are, which machine this is, which project, and when it was",
    ];

    internal static void Show(Terminal terminal, TelemetrySettings settings)
    {
        terminal.Line("If you agree, this is told of each run of a public plugin's command:");
        foreach (var field in UsageField.All)
        {
            terminal.Line($"  {field.Name, -19} {field.Meaning}");
        }

        terminal.Line("Public is a plugin without a scope that was installed, unchanged, from:");
        foreach (var registry in settings.Registries)
        {
            terminal.Line($"  {TerminalText.Line(registry)}");
        }

        terminal.Line("Of all others nothing is told. Never collected:");
        foreach (var what in Never)
        {
            terminal.Line($"  {what}");
        }

        terminal.Line("It goes to:");
        terminal.Line($"  {PlaceOf(settings)}");
        terminal.Line(
            "in the background, at most once an hour. The server sees the address that you connect from, as of every"
        );
        terminal.Line("connection. What waits is in ~/.specify/telemetry; 'specify telemetry disable' deletes it.");
    }

    /// <summary>The endpoint and how it is written to.</summary>
    internal static string PlaceOf(TelemetrySettings settings) =>
        $"{TerminalText.Line(EndpointOf(settings))} ({settings.Protocol.ToName()})";

    /// <summary>The endpoint as people write it.</summary>
    internal static string EndpointOf(TelemetrySettings settings) => settings.Endpoint.AbsoluteUri.TrimEnd('/');
}
