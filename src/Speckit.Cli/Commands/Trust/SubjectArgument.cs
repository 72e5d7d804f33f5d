using System.CommandLine;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Trust;

/// <summary>A publisher as an argument: to whom keys are pinned.</summary>
internal static class SubjectArgument
{
    internal static Argument<string> Create() =>
        new("publisher") { Description = "@scope, the name of a plugin without a scope, or signer:NAME" };

    internal static Result<string> Read(CommandContext context, Argument<string> argument)
    {
        var text = context.Parsed.GetValue(argument)!;
        if (PublisherSubjects.TryParse(text, out var subject))
        {
            return subject;
        }

        // A scope's owner publishes everything in it.
        return Invalid(
            text,
            PluginName.TryParse(text, out var name)
                ? $"keys are pinned to the owner of the scope: '@{name.Scope}'"
                : "name it as @scope, as a plugin's name, or as signer:NAME"
        );
    }

    private static Diagnostic Invalid(string text, string hint) =>
        CliDiagnostics.PublisherSubject.Error($"'{text}' is not a publisher that keys can be pinned to", hint);
}
