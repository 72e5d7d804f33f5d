using System.CommandLine;

namespace Speckit.Cli.Registries;

/// <summary>The registry that a command is to talk to.</summary>
internal static class RegistryOption
{
    internal static Option<string?> Create() =>
        new("--registry")
        {
            Description =
                "A registry's URL or folder, or the name of one of the project's (default: all of the project's)",
            HelpName = "REGISTRY",
        };

    internal static Option<bool> CreateOffline() =>
        new("--offline") { Description = "Use no network: what was fetched before has to do" };
}
